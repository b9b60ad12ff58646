package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.RoleUse;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.Span;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code broker policy trust}: what the role's own policy needs. The options go to what writes policies as they were
 * typed; which of them belong together is known there.
 */
@Command(name = "trust", sortOptions = false, abbreviateSynopsis = true, description = {
    "Prints the trust policy that a role needs, so that somebody can assume it.",
    "With PROFILE the conditions come from the profile: MFA, external id, source identity, session name, tags.",
    "Without it everything is said by options, and no daemon is needed."}, footerHeading = "%nExamples:%n", footer = {
        "  broker policy trust deploy \\",
        "      --principal arn:aws:iam::123456789012:user/alice",
        "  broker policy trust --principal 123456789012 --mfa --external-id example-1",
        "  broker policy trust --github acme/app --branch main --account 123456789012",
        "  broker policy trust --hcp-terraform acme --project web \\",
        "      --account 123456789012",
        "  broker policy trust ci --service-account apps/web \\",
        "      --eks https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        "  broker policy trust ci --oidc https://gitlab.com \\",
        "      --audience https://gitlab.com --subject 'project_path:acme/app:*'",
        "  broker policy trust \\",
        "      --cognito eu-west-1:12345678-abcd-abcd-abcd-1234567890ab",
        "  broker policy trust --saml ExampleOrg --account 123456789012"})
final class PolicyTrustCommand extends Subcommand implements AsksForProfile {
  /** Each names a party; a profile tells one only where none of these is given. */
  private static final Set<String> WITH_CREDENTIALS = Set.of("principal", "permission-set");
  private static final Set<String> FEDERATED = Set.of("github", "hcp-terraform", "google", "facebook",
      "amazon",
      "cognito", "eks", "oidc", "saml");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "A profile that assumes the role.")
  private @Nullable String profile;

  @ArgGroup(validate = false, heading = "%nWhom the role trusts, one of these:%n", order = 1)
  @SuppressWarnings("UnusedVariable") // read through picocli's model
  private final TrustOptions.Party party = new TrustOptions.Party();

  @ArgGroup(validate = false, heading = "%nWhat narrows these down:%n", order = 2)
  @SuppressWarnings("UnusedVariable") // read through picocli's model
  private final TrustOptions.Claims claims = new TrustOptions.Claims();

  @ArgGroup(validate = false, heading = "%nWhat else the role asks for:%n", order = 3)
  @SuppressWarnings("UnusedVariable") // read through picocli's model
  private final TrustOptions.Conditions conditions = new TrustOptions.Conditions();

  PolicyTrustCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var library = PolicyLibrary.find();
    var words = new ArrayList<String>(List.of("trust"));
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      words.add(option.longestName().substring(2) + '=' + value(option));
    }
    if (profile != null) {
      addProfile(profile, words);
    }
    return library.run(here, words);
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "true";
    }
    String typed = option.originalStringValues().get(0);
    return option.longestName().equals("--mfa-max-age")
        ? Long.toString(Span.seconds(typed).orElseThrow(() -> new Corrected(spec,
            "invalid value for option '--mfa-max-age': " + Span.expected(typed),
            Typed.of(spec).with(typed, "1h").toString())))
        : typed;
  }

  private void addProfile(String name, List<String> words) throws BrokerException {
    var daemon = new Daemon(here);
    RoleUse.All known = daemon.started(() -> daemon.control().roles());
    ControlClient control = daemon.control();
    RoleUse role = PolicyProfiles.rolesOf(name, known, control).get(0);
    Set<String> given = words.stream().map(word -> word.replaceFirst("=.*", "")).collect(Collectors.toSet());
    words.add("role=" + role.arn());
    if (given.stream().noneMatch(one -> WITH_CREDENTIALS.contains(one) || FEDERATED.contains(one))) {
      words.add(party(name, role));
    }
    here.note("for the role " + role.arn());
    if (given.stream().anyMatch(FEDERATED::contains)) {
      // A profile's conditions are those of a call signed with AWS credentials.
      return;
    }
    add(words, given, "external-id", role.externalId());
    add(words, given, "source-identity", role.sourceIdentity());
    add(words, given, "mfa", role.mfa() == null ? null : "true");
    add(words, given, "session-tags", role.tags() ? "true" : null);
    if (!given.contains("session-name")) {
      PolicyProfiles.sessionName(name, control).ifPresent(session -> words.add("session-name=" + session));
    }
  }

  private static void add(List<String> words, Set<String> given, String option, @Nullable String value) {
    if (value != null && !given.contains(option)) {
      words.add(option + '=' + value);
    }
  }

  private String party(String name, RoleUse role) {
    if (role.caller() != null) {
      return "principal=" + role.caller();
    }
    if (role.permissionSet() != null) {
      return "permission-set=" + role.permissionSet();
    }
    boolean signed = role.call().equals("AssumeRole");
    throw new Corrected(spec, signed
        ? "whose credentials profile '" + name
            + "' begins with is not in the files: name the caller with --principal"
        : "profile '" + name + "' makes the call " + role.call()
            + ": name the identity provider, e.g. --github or --saml",
        Typed.of(spec).plus(signed
            ? "--principal ACCOUNT|ARN"
            : role.call().endsWith("SAML") ? "--saml NAME|ARN" : "--oidc ISSUER --audience AUDIENCE"));
  }
}
