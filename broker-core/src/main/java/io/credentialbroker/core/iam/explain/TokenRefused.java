package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.RoleArn;
import io.credentialbroker.core.iam.policy.FederatedParty;
import io.credentialbroker.core.iam.policy.TrustOptions;
import io.credentialbroker.core.iam.policy.TrustPolicy;
import java.util.List;
import java.util.Optional;

/** A role was not given for a token or an assertion of an identity provider. */
final class TokenRefused {
  private TokenRefused() {}

  static void explain(FailedCall failed, Causes causes) {
    if (failed.reason() == FailureReason.IDENTITY_PROVIDER_UNREACHABLE
        || failed.says("Couldn't retrieve verification key")) {
      causes.likely(Cause.UNREACHABLE, "AWS could not reach the identity provider to check the token.",
          new Mending.Step(
              "See that the issuer's /.well-known/openid-configuration and its keys are public."));
    } else if (failed.says("No OpenIDConnect provider found") || failed.says("provider is not found")) {
      causes.certain(Cause.PROVIDER_MISSING, "The identity provider is not set up in the role's account.",
          providerStep(failed),
          Mending.ProfileKey.ofPerson("role_arn", "a role of the account that has the provider"));
    } else if (failed.says("audience")) {
      causes.certain(Cause.TOKEN_AUDIENCE,
          "The token was made for an audience that the provider in IAM does not have"
              + audience(failed) + ".",
          new Mending.Step("Ask for a token for another audience, or add it to the provider: aws"
              + " iam add-client-id-to-open-id-connect-provider"));
    } else if (failed.reason() == FailureReason.ACCESS_DENIED) {
      causes.add(Cause.TRUST_POLICY, Evidence.LIKELY,
          "The role's trust policy does not let this token in: provider,"
              + " audience or subject differ.",
          trust(failed));
      causes.possible(Cause.NO_SUCH_ROLE, "STS answers the same when there is no such role.",
          Mending.ProfileKey.ofPerson("role_arn", "the role's ARN, with its account id and path"));
    } else {
      causes.likely(Cause.TOKEN_REJECTED, "AWS did not take the token: " + failed.message(),
          new Mending.Step("Get a new token, and see that it is an ID token of the right issuer."));
    }
  }

  private static String audience(FailedCall failed) {
    FailedCall.Token token = failed.asked().token();
    return token == null ? "" : ", '" + token.audience() + "'";
  }

  private static Mending providerStep(FailedCall failed) {
    FailedCall.Token token = failed.asked().token();
    return new Mending.Step(token == null
        ? "Set it up: aws iam create-open-id-connect-provider"
        : "Set it up: aws iam create-open-id-connect-provider --url " + token.issuer() + " --client-id-list "
            + token.audience());
  }

  private static List<Mending> trust(FailedCall failed) {
    return statement(failed).map(List::of)
        .orElseGet(() -> List.of(new Mending.Step("Compare the token's issuer,"
            + " audience and subject with the role's trust policy; 'broker policy trust' writes a fitting one.")));
  }

  private static Optional<Mending> statement(FailedCall failed) {
    FailedCall.Token token = failed.asked().token();
    String arn = failed.asked().roleArn();
    if (token == null || arn == null) {
      return Optional.empty();
    }
    return RoleArn.parse(arn).flatMap(role -> {
      try {
        var party = new FederatedParty.AnyIssuer(role.partition(), role.accountId(), token.issuer(),
            token.audience(),
            token.subject());
        return Optional
            .of(new Mending.TrustStatement(arn, TrustPolicy.of(party, TrustOptions.NONE).document()));
      } catch (IllegalArgumentException notAnIssuerIamTakes) {
        // The token comes from outside, and may say of itself what no policy can.
        return Optional.empty();
      }
    });
  }
}
