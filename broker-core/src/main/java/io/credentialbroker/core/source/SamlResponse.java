package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.sts.SamlAssertion;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a SAML response says about roles. Attribute names and the form of their values are those of the IAM
 * user guide, "Configure SAML assertions for the authentication response". Signature and validity are STS's to
 * judge.
 */
final class SamlResponse {
  private static final String ROLE = "https://aws.amazon.com/SAML/Attributes/Role";
  private static final String DURATION = "https://aws.amazon.com/SAML/Attributes/SessionDuration";
  private static final long SHORTEST = 900;
  private static final long LONGEST = 43_200;

  private SamlResponse() {}

  /** The assertion to send for a step: the step's own role and duration, or those that the response has. */
  static SamlAssertion read(Recipe.Saml step, Secret text) {
    byte[] xml = xml(step, text);
    SamlAttributes attributes = SamlAttributes.of(xml)
        .orElseThrow(() -> failure(step, "The SAML assertion is not SAML.",
            "Give the response as XML or base64, whole and nothing else."));
    Grant grant = chosen(step,
        attributes.values(ROLE).stream().map(Grant::of).flatMap(Optional::stream).toList());
    return new SamlAssertion(Secret.of(Base64.getEncoder().encodeToString(xml)), grant.role(),
        grant.provider(),
        step.duration() != null ? step.duration() : duration(attributes));
  }

  private static byte[] xml(Recipe.Saml step, Secret text) {
    byte[] given = text.revealUtf8();
    if (given[0] == '<') {
      return given;
    }
    try {
      return Base64.getMimeDecoder().decode(given);
    } catch (IllegalArgumentException _) {
      throw failure(step, "The SAML assertion is neither XML nor base64.",
          "Give the response as XML or base64, whole and nothing else.");
    }
  }

  private static Grant chosen(Recipe.Saml step, List<Grant> offered) {
    String role = step.roleArn();
    String provider = step.providerArn();
    if (role != null && provider != null) {
      return new Grant(role, provider);
    }
    List<Grant> fitting = offered.stream()
        .filter(grant -> role == null || role.equals(grant.role()))
        .filter(grant -> provider == null || provider.equals(grant.provider()))
        .toList();
    if (fitting.isEmpty()) {
      throw failure(step, "The SAML assertion offers " + (role == null ? "no role." : "no " + role + "."),
          "Ask for the role at the identity provider, or name role and provider in the configuration.");
    }
    if (fitting.size() > 1) {
      throw failure(step, "The SAML assertion offers " + fitting.size() + " roles: "
          + String.join(", ", fitting.stream().map(Grant::role).toList()) + ".",
          "Name the one that is wanted in the configuration.");
    }
    return fitting.getFirst();
  }

  private static @Nullable Duration duration(SamlAttributes attributes) {
    try {
      List<String> values = attributes.values(DURATION);
      long seconds = values.isEmpty() ? 0 : Long.parseLong(values.getFirst().strip());
      return seconds >= SHORTEST && seconds <= LONGEST ? Duration.ofSeconds(seconds) : null;
    } catch (NumberFormatException _) {
      return null; // STS has a default, and will say what it thinks of the assertion
    }
  }

  private static FailureException failure(Recipe.Saml step, String message, String remedy) {
    return new FailureException(
        Failure.of(FailureReason.LOCAL_CONFIGURATION, step.label(), message, remedy));
  }

  /** One value of the Role attribute: the two ARNs in either order, with a comma between. */
  private record Grant(String role, String provider) {
    static Optional<Grant> of(String value) {
      String[] arns = value.strip().split(",", 2);
      if (arns.length != 2) {
        return Optional.empty();
      }
      String first = arns[0].strip();
      String second = arns[1].strip();
      return Optional
          .of(first.contains(":saml-provider/") ? new Grant(second, first) : new Grant(first, second));
    }
  }
}
