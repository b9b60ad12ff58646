package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.fault.Faults;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.sigv4.SignatureVerifier;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.InstantSource;
import java.util.List;

/** The list of what this STS can do. */
public final class StsTwins {
  private StsTwins() {}

  public static StsTwin create(SandboxWorld world, Keyring keys, SignatureVerifier signatures,
      InstantSource clock, Faults faults) {
    return new StsTwin(signatures, world, List.of(new AssumeRole(world, keys, clock),
        new GetSessionToken(keys, clock), new GetFederationToken(keys, clock),
        new GetCallerIdentity(), new GetAccessKeyInfo(keys), new AssumeRoleWithSaml(world, keys, clock),
        new AssumeRoleWithWebIdentity(world, keys, clock, faults)));
  }
}
