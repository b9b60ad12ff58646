package io.credentialbroker.core.doctor;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.iam.explain.FailedCall.Asked;
import io.credentialbroker.core.iam.explain.FailedCall.Call;
import io.credentialbroker.core.iam.explain.FailedCall.Known;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import org.jspecify.annotations.Nullable;

/** From a step that failed to the call that has to be explained. */
final class FailedCalls {
  private FailedCalls() {}

  /** The call, with what was asked; {@code called} is where it went. */
  static FailedCall of(ProfileName profile, Recipe step, Failure failure, Known known,
      FailedCall.@Nullable Token token, @Nullable StsEndpoint called) {
    return new FailedCall(call(step), failure.reason(), failure.upstreamCode(), failure.message(),
        asked(profile.value(), step, token, called), known);
  }

  private static Call call(Recipe step) {
    return switch (step) {
      case Recipe.AssumeRole _ -> Call.ASSUME_ROLE;
      case Recipe.WebIdentity _ -> Call.ASSUME_ROLE_WITH_WEB_IDENTITY;
      case Recipe.Saml _ -> Call.ASSUME_ROLE_WITH_SAML;
      case Recipe.SessionToken _ -> Call.GET_SESSION_TOKEN;
      case Recipe.FederationToken _ -> Call.GET_FEDERATION_TOKEN;
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _ ->
        Call.OTHER;
    };
  }

  private static Asked asked(String profile, Recipe step, FailedCall.@Nullable Token token,
      @Nullable StsEndpoint called) {
    return switch (step) {
      case Recipe.AssumeRole role -> new Asked(profile, role.roleArn(), role.options().externalId(),
          serial(role), role.options().sessionName(), role.options().sourceIdentity(),
          !role.options().tags().isEmpty(), role.options().duration(), role.base().isOfRole(),
          role.endpoint().region(), null);
      case Recipe.WebIdentity role -> new Asked(profile, role.roleArn(), null, null, role.sessionName(), null,
          false, role.duration(), false, role.endpoint().region(), token);
      case Recipe.Saml role -> new Asked(profile, role.roleArn(), null, null, null, null, false,
          role.duration(), false, role.endpoint().region(), null);
      case Recipe.SessionToken session -> new Asked(profile, null, null, serial(session.mfa()), null, null,
          false, session.duration(), false, session.endpoint().region(), null);
      case Recipe.FederationToken user -> new Asked(profile, null, null, null, user.name(), null,
          !user.tags().isEmpty(), user.duration(), false, user.endpoint().region(), null);
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _ ->
        // Keys are tried where a later step calls.
        new Asked(profile, null, null, null, null, null, false, null, false,
            called == null ? null : called.region(), null);
    };
  }

  /** The device of the call itself, or of the session that it is made with. */
  private static @Nullable String serial(Recipe.AssumeRole role) {
    String own = serial(role.options().mfa());
    return own == null && role.base() instanceof Recipe.SessionToken session ? serial(session.mfa()) : own;
  }

  private static @Nullable String serial(@Nullable MfaDevice device) {
    return device == null ? null : device.serial();
  }

  /** Where the calls of a step go; null for a step that does not call STS. */
  static @Nullable StsEndpoint endpoint(Recipe step) {
    return switch (step) {
      case Recipe.AssumeRole role -> role.endpoint();
      case Recipe.WebIdentity role -> role.endpoint();
      case Recipe.Saml role -> role.endpoint();
      case Recipe.SessionToken session -> session.endpoint();
      case Recipe.FederationToken user -> user.endpoint();
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _ ->
        null;
    };
  }
}
