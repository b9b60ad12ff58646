package io.credentialbroker.sandbox;

import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import io.credentialbroker.sandbox.world.MfaDevice;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A small company to try things out on: a user in one account, a role beside them, a role of another account
 * that asks for an external id, and one that asks for a one-time code. The keys are no keys of AWS: they are in
 * this file for everybody to read, and open nothing.
 */
public final class DemoWorld {
  public static final String USER_ACCOUNT = "111122223333";
  public static final String PARTNER_ACCOUNT = "444455556666";
  public static final String USER = "arn:aws:iam::111122223333:user/demo";
  public static final String KEY_ID = "AKIASANDBOXDEMOUSER0";
  public static final String SECRET = "sandbox/demo/not/a/real/secret/key/000000";
  public static final String ROLE = "arn:aws:iam::111122223333:role/demo";
  public static final String PARTNER_ROLE = "arn:aws:iam::444455556666:role/demo-partner";
  public static final String EXTERNAL_ID = "demo-external-id";
  public static final String MFA_ROLE = "arn:aws:iam::111122223333:role/demo-mfa";
  public static final String MFA_SERIAL = "arn:aws:iam::111122223333:mfa/demo";

  private DemoWorld() {}

  public static SandboxWorld create() {
    return new SandboxWorld()
        .put(IamUser.of(USER).withKey(KEY_ID, SECRET).allowing("sts:*", "*")
            .withDevice(new MfaDevice(MFA_SERIAL, "sandbox demo device!".getBytes(StandardCharsets.UTF_8))))
        .put(IamRole.trusting(ROLE, USER).allowing("sts:*", "*").withMaxSession(Duration.ofHours(12)))
        .put(IamRole.of(PARTNER_ROLE, """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
              "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}]}""".formatted(ROLE, EXTERNAL_ID)))
        .put(IamRole.of(MFA_ROLE, """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
              "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}""".formatted(USER)));
  }
}
