package io.credentialbroker.server.ecs;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.pipeline.JsonBytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The body that SDKs expect of {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}: keys exactly as here, nothing null,
 * {@code Code} and {@code Type} for those that look at them, and times in whole seconds, UTC, with {@code Z} (the
 * Swift SDK drops the expiration at a fraction, the JavaScript one needs the {@code Z}).
 */
final class ContainerCredentials implements SessionFormat {
  private final RoleArns roleArns;

  ContainerCredentials(RoleArns roleArns) {
    this.roleArns = roleArns;
  }

  @Override
  public byte[] bodyOf(ProfileName profile, RoleSession session) {
    Credentials credentials = session.credentials();
    var json = new JsonBytes()
        .text("Code", "Success")
        .text("LastUpdated", inSeconds(session.obtained()))
        .text("Type", "AWS-HMAC")
        .text("AccessKeyId", credentials.accessKeyId())
        .secret("SecretAccessKey", credentials.secretAccessKey());
    if (credentials.sessionToken() != null) {
      json.secret("Token", credentials.sessionToken());
    }
    json.text("Expiration", inSeconds(session.expiration()));
    String roleArn = roleArns.of(profile, session);
    if (roleArn != null) {
      json.text("RoleArn", roleArn);
    }
    if (credentials.accountId() != null) {
      json.text("AccountId", credentials.accountId());
    }
    return json.finish();
  }

  /** Cut, never rounded up: a client must not believe in a second that AWS does not grant. */
  static String inSeconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
