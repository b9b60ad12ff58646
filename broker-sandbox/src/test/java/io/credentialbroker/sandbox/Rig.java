package io.credentialbroker.sandbox;

import io.credentialbroker.sandbox.world.AccessKey;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import io.credentialbroker.sandbox.world.MfaDevice;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** A sandbox with a small world, a clock that stands still, and the clients of its people. */
public final class Rig implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String ALICE = "arn:aws:iam::123456789012:user/alice";
  public static final AccessKey ALICE_KEY = new AccessKey("AKIAALICE00000000000", "alice-secret-not-real");
  public static final String SERIAL = "arn:aws:iam::123456789012:mfa/alice";
  public static final String ROLE = "arn:aws:iam::123456789012:role/team/deploy";
  public static final String OTHER_ROLE = "arn:aws:iam::210987654321:role/partner";

  public final SettableClock clock = SettableClock.start();
  public final MfaDevice device = new MfaDevice(SERIAL,
      "12345678901234567890".getBytes(StandardCharsets.US_ASCII));
  public final Sandbox sandbox;

  public Rig() {
    SandboxWorld world = new SandboxWorld()
        .put(IamUser.of(ALICE).withKey(ALICE_KEY.id(), ALICE_KEY.secret()).withDevice(device)
            .allowing("sts:*", "*"))
        .put(IamRole.trusting(ROLE, ALICE).allowing("sts:*", "*").withMaxSession(Duration.ofHours(4)))
        .put(IamRole.trusting(OTHER_ROLE, ACCOUNT).allowing("sts:*", "*"));
    this.sandbox = Sandbox.start(world, SandboxOptions.defaults().withClock(clock).withRandom(new Random(1)));
  }

  public StsClient alice() {
    return StsClients.of(sandbox.endpoint(), ALICE_KEY, clock);
  }

  public StsClient as(Credentials session) {
    return StsClients.of(sandbox.endpoint(), session, clock);
  }

  public static AssumeRoleRequest.Builder role(String arn) {
    return AssumeRoleRequest.builder().roleArn(arn).roleSessionName("test");
  }

  public Credentials assume(String arn) {
    try (var sts = alice()) {
      return sts.assumeRole(role(arn).build()).credentials();
    }
  }

  /** The error that AWS's client makes of the answer. */
  public static StsException refused(ThrowingCallable call) {
    Throwable thrown = Assertions.catchThrowable(call);
    Assertions.assertThat(thrown).isInstanceOf(StsException.class);
    return (StsException) thrown;
  }

  public static void assertRefused(ThrowingCallable call, int status, String code, String message) {
    StsException refusal = refused(call);
    Assertions.assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    Assertions.assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
    Assertions.assertThat(refusal.statusCode()).isEqualTo(status);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
