package io.credentialbroker.core.profile;

import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a profile's credentials are made: a tree of steps, as data. It is what {@code broker explain} prints,
 * what {@code doctor} walks, and what a {@link io.credentialbroker.core.session.SessionKey} is made of, so
 * every parameter that changes the outcome of a call is a component of its record.
 *
 * <p>Everything in it has been checked against the limits of the STS API already.
 */
public sealed interface Recipe {

  /** The step in a few words, for status and failures; no secret in it. */
  String label();

  /** The step whose credentials this one is signed with; null for a step that begins a recipe. */
  default @Nullable Recipe base() {
    return null;
  }

  /** The role that this step assumes; null for one that assumes none, or whose role only the assertion tells. */
  default @Nullable String roleArn() {
    return null;
  }

  /** The device whose code this step takes; null for most. */
  default @Nullable MfaDevice mfa() {
    return null;
  }

  /** Whether it gives a role's session: who assumes a role with that is chaining roles, for an hour at most. */
  default boolean isOfRole() {
    return switch (this) {
      case AssumeRole _,WebIdentity _,Saml _,Sso _,InstanceMetadata _,ContainerEndpoint _ -> true;
      case StaticKeys _,Environment _,Process _,Login _,SessionToken _,FederationToken _ -> false;
    };
  }

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

  /**
   * {@code credential_source = Ec2InstanceMetadata}: the role of the instance, over IMDSv2.
   *
   * @param endpoint the service's base address, e.g. {@code http://169.254.169.254}
   * @param timeout how long one request may take
   * @param attempts how often a request is made before it counts as failed, 1 or more
   */
  record InstanceMetadata(URI endpoint, Duration timeout, int attempts) implements Recipe {
    @Override
    public String label() {
      return "instance metadata " + endpoint;
    }
  }

  /**
   * {@code credential_source = EcsContainer}: the container endpoint that the {@code AWS_CONTAINER_…}
   * variables of the daemon's own environment name.
   */
  record ContainerEndpoint() implements Recipe {
    @Override
    public String label() {
      return "container endpoint";
    }
  }

  /**
   * {@code credential_process}: a command that prints credentials. The label leaves the command out because
   * people do write passwords into it.
   *
   * @param command the line as it is written in the file
   * @param accountId {@code aws_account_id}, for a command that does not tell its account
   */
  @SuppressWarnings("AvoidCommonTypeNames") // The SDKs' own word for it.
  record Process(String command, @Nullable String accountId) implements Recipe {
    @Override
    public String label() {
      return "credential_process";
    }

    @Override
    public String toString() {
      return label();
    }
  }

  /**
   * {@code AssumeRoleWithWebIdentity}: unsigned, with a token of an identity provider.
   *
   * @param token where a new token is had at each call
   * @param sessionName 2 to 64 characters of {@code [\w+=,.@-]}
   * @param duration 900 to 43200 seconds
   */
  record WebIdentity(TokenSource token, String roleArn, String sessionName, Duration duration,
      SessionPolicy policy, StsEndpoint endpoint) implements Recipe {
    @Override
    public String label() {
      return "AssumeRoleWithWebIdentity " + roleArn;
    }
  }

  /**
   * {@code AssumeRoleWithSAML}: unsigned, with an assertion of an identity provider.
   *
   * @param assertion where a new assertion is had at each call, as XML or base64
   * @param roleArn absent when the assertion names exactly one role
   * @param providerArn the SAML provider; absent when the assertion tells it
   * @param duration 900 to 43200 seconds; absent for what the assertion's SessionDuration, or STS, says
   */
  record Saml(TokenSource.Local assertion, @Nullable String roleArn, @Nullable String providerArn,
      @Nullable Duration duration, SessionPolicy policy, StsEndpoint endpoint) implements Recipe {
    @Override
    public String label() {
      return "AssumeRoleWithSAML " + (roleArn == null ? "(role of the assertion)" : roleArn);
    }
  }

  /**
   * IAM Identity Center: {@code GetRoleCredentials} with the token that {@code aws sso login} left.
   *
   * @param session the {@code sso_session}; absent for a legacy profile, whose token is not refreshed
   * @param region where the access portal is
   */
  record Sso(@Nullable String session, String startUrl, String region, String accountId,
      String roleName) implements Recipe {
    @Override
    public String label() {
      return "IAM Identity Center role " + roleName + " in " + accountId;
    }
  }

  /**
   * {@code login_session}: the session that {@code aws login} left.
   *
   * @param session the value of the key, which also names the cache file
   * @param region where it is refreshed
   */
  record Login(String session, String region) implements Recipe {
    @Override
    public String label() {
      return "login session " + session;
    }
  }

  /**
   * {@code GetSessionToken}: a session for long-term keys, so that those are never handed out. With an MFA
   * device it is the session that all roles behind that device share.
   *
   * @param duration 900 to 129600 seconds
   */
  record SessionToken(Recipe base, @Nullable MfaDevice mfa, Duration duration,
      StsEndpoint endpoint) implements Recipe {
    /** Without MFA. */
    public SessionToken(Recipe base, Duration duration, StsEndpoint endpoint) {
      this(base, null, duration, endpoint);
    }

    @Override
    public String label() {
      return mfa == null ? "GetSessionToken" : "GetSessionToken with MFA " + mfa.serial();
    }
  }

  /**
   * {@code GetFederationToken} with long-term keys, for custom federation brokers.
   *
   * @param name of the federated user, 2 to 32 characters of {@code [\w+=,.@-]}
   * @param duration 900 to 129600 seconds
   * @param tags at most 50
   */
  record FederationToken(Recipe base, String name, Duration duration, SessionPolicy policy,
      List<SessionTag> tags, StsEndpoint endpoint) implements Recipe {
    public FederationToken {
      tags = SessionTag.inOrder(tags);
    }

    @Override
    public String label() {
      return "GetFederationToken " + name;
    }
  }

  /** {@code AssumeRole} with the credentials of {@code base}. */
  record AssumeRole(Recipe base, String roleArn, AssumeRoleOptions options,
      StsEndpoint endpoint) implements Recipe {
    @Override
    public String label() {
      return "AssumeRole " + roleArn;
    }

    @Override
    public @Nullable MfaDevice mfa() {
      return options.mfa();
    }
  }
}
