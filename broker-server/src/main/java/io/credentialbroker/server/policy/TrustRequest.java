package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.RoleArn;
import io.credentialbroker.core.iam.policy.GeneratedPolicy;
import io.credentialbroker.core.iam.policy.NamedPrincipal;
import io.credentialbroker.core.iam.policy.TrustOptions;
import io.credentialbroker.core.iam.policy.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a role should trust, and under which conditions. {@code role} is the role's ARN where it is known: its account
 * and partition are those of the providers, unless {@code account} and {@code partition} say otherwise.
 */
final class TrustRequest {
  private static final Set<String> CONDITIONS = Set.of("mfa", "mfa-max-age", "external-id", "source-identity",
      "session-name", "session-tags");
  private static final Set<String> PLACE = Set.of("role", "account", "partition");

  private final ToolArguments given;
  private final Provider provider;

  private TrustRequest(ToolArguments given, Provider provider) {
    this.given = given;
    this.provider = provider;
  }

  static TrustRequest of(ToolArguments given) throws Unusable {
    List<Provider> named = Provider.namedIn(given);
    if (named.size() != 1) {
      throw new Unusable(named.isEmpty()
          ? "nobody is named whom the role should trust"
          : "the role should trust one party, and several are named: --"
              + String.join(", --", named.stream().map(Provider::option).toList()),
          "name one with --principal, or an identity provider such as --github; a role for each is safer than"
              + " one for several");
    }
    Provider provider = named.getFirst();
    var allowed = new HashSet<>(provider.options());
    allowed.addAll(CONDITIONS);
    allowed.addAll(PLACE);
    given.allowOnly(allowed, provider.option());
    return new TrustRequest(given, provider);
  }

  GeneratedPolicy policy() throws Unusable {
    GeneratedPolicy policy = TrustPolicy.of(provider.party(given, place()), options());
    String principal = given.one("principal", "");
    if (!NamedPrincipal.isSession(principal) || principal.contains("/AWSReservedSSO_")) {
      return policy;
    }
    var warnings = new ArrayList<>(policy.warnings());
    warnings.add("The ARN of a session does not tell its role's path. If the role has one, write it into the"
        + " principal.");
    return new GeneratedPolicy(policy.document(), warnings);
  }

  private Place place() {
    RoleArn role = given.one("role").flatMap(RoleArn::parse).orElse(null);
    return new Place(given.one("partition", role == null ? "aws" : role.partition()),
        given.one("account", role == null ? "" : role.accountId()));
  }

  private TrustOptions options() {
    var options = given.has("mfa") ? TrustOptions.NONE.withMfa() : TrustOptions.NONE;
    if (given.has("mfa-max-age")) {
      options = options.withMfaNoOlderThan(Duration.ofSeconds(Long.parseLong(given.one("mfa-max-age", "0"))));
    }
    options = given.has("external-id") ? options.withExternalId(given.one("external-id", "")) : options;
    options = given.has("source-identity")
        ? options.withSourceIdentity(given.one("source-identity", ""))
        : options;
    options = given.has("session-name") ? options.withSessionName(given.one("session-name", "")) : options;
    return given.has("session-tags") ? options.withSessionTags() : options;
  }

  /** Where the role is. */
  record Place(String partition, String account) {}
}
