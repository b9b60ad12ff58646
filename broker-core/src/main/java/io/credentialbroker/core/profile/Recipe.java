package io.credentialbroker.core.profile;

import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a profile's credentials are made: a tree of steps, as data. It is what {@code broker explain} prints,
 * what {@code doctor} walks, and what a {@link io.credentialbroker.core.session.SessionKey} is made of, so
 * every parameter that changes the outcome of a call is a component of its record.
 */
public sealed interface Recipe {

  /** The step in a few words, for status and failures; no secret in it. */
  String label();

  /** Keys written in a config or credentials file. */
  record StaticKeys(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken,
      @Nullable String accountId) implements Recipe {
    @Override
    public String label() {
      return "static keys " + accessKeyId;
    }
  }

  /** {@code credential_source = Environment}: the key variables of the daemon's own environment. */
  record Environment() implements Recipe {
    @Override
    public String label() {
      return "environment variables";
    }
  }

  /** {@code GetSessionToken}: a session for long-term keys, so that those are never handed out. */
  record SessionToken(Recipe base, Duration duration, StsEndpoint endpoint) implements Recipe {
    @Override
    public String label() {
      return "GetSessionToken";
    }
  }

  /** {@code AssumeRole} with the credentials of {@code base}. */
  record AssumeRole(Recipe base, String roleArn, AssumeRoleOptions options,
      StsEndpoint endpoint) implements Recipe {
    @Override
    public String label() {
      return "AssumeRole " + roleArn;
    }
  }
}
