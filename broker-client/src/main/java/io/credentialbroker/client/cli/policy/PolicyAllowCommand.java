package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.RoleUse;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker policy allow}: what the caller's own policy needs. */
@Command(name = "allow", description = {
    "Prints the least policy that lets somebody assume the roles of profiles.",
    "It has sts:AssumeRole on each full ARN, one statement for each account.",
    "It is for the user, machine or permission set that a chain of roles begins with; a role within a chain needs one"
        + " of its own, see --for."}, footerHeading = "%nExamples:%n", footer = {
            "  broker policy allow deploy", "  broker policy allow --all > policy.json",
            "  broker policy allow chain --for arn:aws:iam::123456789012:role/first"})
final class PolicyAllowCommand extends Subcommand implements AsksForProfile {
  private static final String ASSUME = "AssumeRole";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "PROFILE", description = "Profiles that assume a role.")
  private List<String> profiles = List.of();

  @Option(names = "--all", description = "All profiles.")
  private boolean all;

  @Option(names = "--for", paramLabel = "ROLE", description = "The policy of this role, which assumes others: its ARN.")
  private @Nullable String caller;

  /** The one of them that is looked at, of which a refusal tells. */
  private @Nullable String looked;

  PolicyAllowCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    if (all != profiles.isEmpty()) {
      throw new Corrected(spec, all ? "PROFILE and --all exclude each other" : "a PROFILE or --all is needed",
          all ? "broker policy allow --all" : Typed.of(spec).plus("PROFILE"));
    }
    var library = PolicyLibrary.find();
    var daemon = new Daemon(here);
    RoleUse.All known = daemon.started(() -> daemon.control().roles());
    var wanted = new ArrayList<RoleUse>();
    if (all) {
      wanted.addAll(known.roles());
      PolicyProfiles.notServed(known, daemon.control())
          .forEach((name, problem) -> here.err()
              .println("warning: profile '" + name + "' is left out: " + problem));
    }
    for (String profile : profiles) {
      looked = profile;
      wanted.addAll(PolicyProfiles.rolesOf(profile, known, daemon.control()));
    }
    return library.run(here, words(wanted));
  }

  @Override
  public @Nullable String profile() {
    return looked;
  }

  private List<String> words(List<RoleUse> wanted) throws BrokerException {
    var words = new LinkedHashSet<String>(List.of("allow"));
    Set<String> others = new TreeSet<>();
    for (RoleUse role : wanted) {
      if (!role.call().equals(ASSUME)) {
        // A federated call is signed by nobody: only the role's own trust policy is asked.
        continue;
      }
      if (caller == null ? role.caller() == null : caller.equals(role.caller())) {
        words.add("role=" + role.arn());
        words.addAll(role.tags() ? List.of("tags=" + role.arn()) : List.of());
        words.addAll(role.sourceIdentity() != null ? List.of("source-identity=" + role.arn()) : List.of());
      } else if (caller == null && role.caller() != null) {
        others.add(role.caller());
      }
    }
    if (words.size() == 1) {
      throw new BrokerException(Kind.REFUSED, caller == null
          ? "none of these profiles assumes a role with credentials of a user, machine or permission set"
          : "none of these profiles assumes a role with the session of " + caller,
          others.isEmpty()
              ? "'broker explain PROFILE' shows how a profile's credentials are made"
              : "see the policies of the roles in between: --for " + String.join(", --for ", others));
    }
    others.forEach(other -> here.note(other + " assumes a role as well and needs a policy of its own: --for "
        + other));
    return List.copyOf(words);
  }
}
