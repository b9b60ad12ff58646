package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.policy.MalformedPolicyException;
import io.credentialbroker.sandbox.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that narrow or mark a session, common to all calls that make one.
 *
 * @param policy the inline session policy, as given
 * @param policyArns managed session policies
 * @param transitiveKeys keys of {@code tags} that go along a chain
 */
record SessionRequest(@Nullable String policy, List<String> policyArns, Map<String, String> tags,
    Set<String> transitiveKeys) {

  private static final int LONGEST_POLICY = 2048;
  private static final int MOST_POLICY_ARNS = 10;
  private static final int MOST_TAGS = 50;
  /** AWS does not publish the packed limit; this is what a few dozen incompressible tags fill. */
  private static final int PACKED_LIMIT = 2048;
  private static final Pattern POLICY = Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  SessionRequest {
    policyArns = List.copyOf(policyArns);
    tags = Map.copyOf(tags);
    transitiveKeys = Set.copyOf(transitiveKeys);
  }

  /** Reads the parameters; what breaks a limit goes into {@code constraints}. */
  static SessionRequest of(Map<String, String> parameters, Constraints constraints) {
    String policy = constraints.optional("Policy", 1, LONGEST_POLICY, POLICY);
    var policyArns = new ArrayList<String>();
    for (int i = 1; parameters.containsKey("PolicyArns.member." + i + ".arn"); i++) {
      policyArns.add(parameters.get("PolicyArns.member." + i + ".arn"));
    }
    var tags = new LinkedHashMap<String, String>();
    var folded = new LinkedHashSet<String>();
    for (int i = 1; parameters.containsKey("Tags.member." + i + ".Key"); i++) {
      String key = constraints.required("Tags.member." + i + ".Key", 1, 128, TAG_KEY);
      tags.put(key, constraints.required("Tags.member." + i + ".Value", 0, 256, TAG_VALUE));
      if (!folded.add(key.toLowerCase(Locale.ROOT))) {
        throw new AwsError(400, "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    if (tags.size() > MOST_TAGS) {
      constraints.broken("Tags", "[" + tags.size() + " tags]",
          "Member must have length less than or equal to " + MOST_TAGS);
    }
    return new SessionRequest(policy, policyArns, tags, transitiveKeys(parameters));
  }

  /** Checks what goes beyond single limits; called once the constraints are met. */
  int packedPercent() {
    if (policyArns.size() > MOST_POLICY_ARNS) {
      throw new AwsError(400, "LimitExceeded", "Cannot exceed quota for PolicyArns: " + MOST_POLICY_ARNS);
    }
    for (String key : transitiveKeys) {
      if (!tags.containsKey(key)) {
        throw new AwsError(400, "InvalidParameterValue",
            "The specified transitive tag key must be included in the requested tags.");
      }
    }
    if (policy == null && policyArns.isEmpty() && tags.isEmpty()) {
      return 0;
    }
    int percent = (int) Math.ceil(100.0 * packedSize() / PACKED_LIMIT);
    if (percent > 100) {
      throw new AwsError(400, "PackedPolicyTooLarge",
          "Packed policy consumes " + percent + "% of allotted space, please use smaller policy.");
    }
    return percent;
  }

  /**
   * The session policies as documents. A managed policy counts as one that allows everything when it is
   * {@code AdministratorAccess} and nothing otherwise: the sandbox does not know AWS's own policies.
   */
  List<PolicyDocument> documents() {
    var documents = new ArrayList<PolicyDocument>();
    if (policy != null) {
      try {
        documents.add(PolicyDocument.identity(policy));
      } catch (MalformedPolicyException e) {
        throw new AwsError(400, "MalformedPolicyDocument", e.getMessage() == null ? "" : e.getMessage());
      }
    }
    for (String arn : policyArns) {
      String effect = arn.endsWith(":policy/AdministratorAccess") ? "Allow" : "Deny";
      documents.add(PolicyDocument.identity(
          "{\"Statement\": {\"Effect\": \"" + effect + "\", \"Action\": \"*\", \"Resource\": \"*\"}}"));
    }
    return documents;
  }

  private int packedSize() {
    var everything = new StringBuilder(policy == null ? "" : policy.replaceAll("\\s+", " "));
    policyArns.forEach(everything::append);
    tags.forEach((key, value) -> everything.append(key).append('\0').append(value).append('\0'));
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(everything.toString().getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      var sink = new byte[8192];
      int size = 0;
      while (!deflater.finished()) {
        size += deflater.deflate(sink);
      }
      return size;
    }
  }

  private static Set<String> transitiveKeys(Map<String, String> parameters) {
    var keys = new LinkedHashSet<String>();
    for (int i = 1; parameters.containsKey("TransitiveTagKeys.member." + i); i++) {
      keys.add(parameters.get("TransitiveTagKeys.member." + i));
    }
    return keys;
  }
}
