package io.credentialbroker.server.ecs;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.pipeline.JsonBytes;

/** What a {@code credential_process} command prints, version 1 (AWS SDKs and Tools Reference Guide). */
final class ProcessCredentials implements SessionFormat {
  @Override
  public byte[] bodyOf(ProfileName profile, RoleSession session) {
    Credentials credentials = session.credentials();
    var json = new JsonBytes()
        .number("Version", 1)
        .text("AccessKeyId", credentials.accessKeyId())
        .secret("SecretAccessKey", credentials.secretAccessKey());
    if (credentials.sessionToken() != null) {
      json.secret("SessionToken", credentials.sessionToken());
    }
    json.text("Expiration", ContainerCredentials.inSeconds(session.expiration()));
    if (credentials.accountId() != null) {
      json.text("AccountId", credentials.accountId());
    }
    return json.finish();
  }
}
