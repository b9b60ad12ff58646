package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.sigv4.SignatureVerifier;
import io.credentialbroker.sandbox.sigv4.Signed;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The STS of all regions, on the path {@code /}. */
public final class StsTwin implements Twin {
  private static final String VERSION = "2011-06-15";

  private final Map<String, StsAction> actions = new TreeMap<>();
  private final SignatureVerifier signatures;
  private final SandboxWorld world;

  StsTwin(SignatureVerifier signatures, SandboxWorld world, List<StsAction> actions) {
    this.signatures = signatures;
    this.world = world;
    actions.forEach(action -> this.actions.put(action.name(), action));
  }

  @Override
  public boolean serves(Request request) {
    return request.path().equals("/");
  }

  @Override
  public String action(Request request) {
    String name = parameters(request).get("Action");
    return "sts:" + (name != null && actions.containsKey(name) ? name : "Unknown");
  }

  @Override
  public Answer answer(Request request) {
    Map<String, String> parameters = parameters(request);
    String name = parameters.get("Action");
    if (name == null) {
      throw new AwsError(400, "MissingAction", "Missing Action");
    }
    StsAction action = actions.get(name);
    String version = parameters.getOrDefault("Version", "");
    if (action == null || !version.equals(VERSION)) {
      throw new AwsError(400, "InvalidAction", "Could not find operation " + name + " for version "
          + (version.isEmpty() ? "NO_VERSION_SPECIFIED" : version));
    }
    if (!action.signed()) {
      return action.answer(new StsCall(name, parameters, null, ""));
    }
    Signed signed = signatures.verify(request);
    Caller caller = signed.caller();
    if (world.isDisabled(caller.principal().account(), signed.region())) {
      throw new AwsError(403, "RegionDisabledException",
          "STS is not activated in this region for account:" + caller.principal().account()
              + ". Your account administrator can activate STS in this region using the IAM Console.");
    }
    return action.answer(new StsCall(name, parameters, caller, signed.region()));
  }

  @Override
  public Answer error(AwsError error) {
    return StsXml.error(error);
  }

  private static Map<String, String> parameters(Request request) {
    return request.method().equals("POST") ? request.formParameters() : request.queryParameters();
  }
}
