package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.iam.policy.FederatedParty;
import io.credentialbroker.core.iam.policy.GitHubRef;
import io.credentialbroker.core.iam.policy.NamedPrincipal;
import io.credentialbroker.core.iam.policy.TrustedParty;
import io.credentialbroker.server.policy.TrustRequest.Place;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of parties that a role can trust: each is named by an option of its own, and takes some more. */
enum Provider {
  PRINCIPAL(Set.of()) {
    @Override
    TrustedParty party(ToolArguments given, Place place) {
      return NamedPrincipal.of(given.one("principal", ""), place.partition());
    }
  },
  PERMISSION_SET(Set.of()) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String[] name = given.one("permission-set", "").split("/", -1);
      if (name.length != 2 || name[1].isBlank()) {
        throw new Unusable("'" + String.join("/", name) + "' is no permission set",
            "write it as ACCOUNT/NAME, e.g. --permission-set 123456789012/AdministratorAccess");
      }
      return new TrustedParty.PermissionSet(place.partition(), name[0], "AWSReservedSSO_" + name[1]);
    }
  },
  GITHUB(Set.of("branch", "tag", "environment", "pull-requests", "audience")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String[] name = given.one("github", "").split("/", 2);
      return new FederatedParty.GitHub(place.partition(), account(place), name[0],
          name.length > 1 && !name[1].equals("*") ? name[1] : null, ref(given),
          given.one("audience", tokenAudience(place)));
    }
  },
  HCP_TERRAFORM(Set.of("project", "workspace", "run-phase", "audience")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String phase = given.one("run-phase", "*");
      if (!RUN_PHASES.contains(phase)) {
        throw new Unusable("'" + phase + "' is no run phase of HCP Terraform",
            "write --run-phase plan or --run-phase apply; leave it out for both");
      }
      return new FederatedParty.HcpTerraform(place.partition(), account(place),
          given.one("hcp-terraform", ""),
          given.one("project", "*"), given.one("workspace", "*"), phase,
          given.one("audience", "aws.workload.identity"));
    }
  },
  GOOGLE(Set.of()) {
    @Override
    TrustedParty party(ToolArguments given, Place place) {
      return new FederatedParty.Google(given.one("google", ""));
    }
  },
  FACEBOOK(Set.of()) {
    @Override
    TrustedParty party(ToolArguments given, Place place) {
      return new FederatedParty.Facebook(given.one("facebook", ""));
    }
  },
  AMAZON(Set.of()) {
    @Override
    TrustedParty party(ToolArguments given, Place place) {
      return new FederatedParty.LoginWithAmazon(given.one("amazon", ""));
    }
  },
  COGNITO(Set.of("guests")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String pool = given.one("cognito", "");
      if (USER_POOL.matcher(pool).matches()) {
        throw new Unusable("'" + pool + "' is the id of a user pool; roles trust identity pools",
            "give the identity pool's id, e.g. " + POOL_EXAMPLE + ": aws cognito-identity list-identity-pools"
                + " --max-results 60");
      }
      if (!IDENTITY_POOL.matcher(pool).matches()) {
        throw new Unusable("'" + pool + "' is no id of an identity pool",
            "write it as REGION:UUID, e.g. " + POOL_EXAMPLE);
      }
      return new FederatedParty.Cognito(pool, !given.has("guests"));
    }
  },
  EKS(Set.of("service-account", "audience")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String[] name = given.required("service-account", "the pod's service account, as NAMESPACE/NAME")
          .split("/", -1);
      if (name.length != 2) {
        throw new Unusable("'" + String.join("/", name) + "' is no service account",
            "write it as NAMESPACE/NAME, e.g. --service-account apps/web");
      }
      return new FederatedParty.Eks(place.partition(), account(place), given.one("eks", ""), name[0], name[1],
          given.one("audience", tokenAudience(place)));
    }
  },
  OIDC(Set.of("audience", "subject")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      return new FederatedParty.AnyIssuer(place.partition(), account(place), given.one("oidc", ""),
          given.required("audience", "the 'aud' of the tokens, as the issuer calls this use of them"),
          given.one("subject").orElse(null));
    }
  },
  SAML(Set.of("audience")) {
    @Override
    TrustedParty party(ToolArguments given, Place place) throws Unusable {
      String name = given.one("saml", "");
      Arn arn = Arn.parse(name).filter(it -> it.resource().startsWith("saml-provider/")).orElse(null);
      var at = arn == null ? place : new Place(arn.partition(), arn.account());
      return new FederatedParty.Saml(at.partition(), account(at),
          arn == null ? name : arn.resource().substring("saml-provider/".length()),
          given.one("audience", AwsPartition.of(at.partition()).orElse(AwsPartition.AWS).samlAudience()));
    }
  };

  private static final Set<String> RUN_PHASES = Set.of("plan", "apply", "*");
  /** Amazon Cognito's API references: {@code UserPoolIdType}, {@code IdentityPoolId}. */
  private static final Pattern USER_POOL = Pattern.compile("[\\w-]+_[0-9A-Za-z]+");
  private static final Pattern IDENTITY_POOL = Pattern.compile("[\\w-]+:[0-9a-f-]+");
  private static final String POOL_EXAMPLE = "eu-west-1:12345678-abcd-abcd-abcd-1234567890ab";

  private final Set<String> more;

  Provider(Set<String> more) {
    this.more = more;
  }

  /** The party that the words name; checked by its own rules. */
  abstract TrustedParty party(ToolArguments given, Place place) throws Unusable;

  static List<Provider> namedIn(ToolArguments given) {
    return Arrays.stream(values()).filter(one -> given.has(one.option())).toList();
  }

  /** The option that names the party, without its dashes. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its own option and those that only it, or few, take. */
  Set<String> options() {
    var all = new HashSet<>(more);
    all.add(option());
    return all;
  }

  String account(Place place) throws Unusable {
    if (place.account().isEmpty()) {
      throw new Unusable("--account is missing: identity providers are set up in the role's own account",
          "add --account 123456789012, or name a profile that has the role");
    }
    return place.account();
  }

  static String tokenAudience(Place place) {
    return AwsPartition.of(place.partition()).orElse(AwsPartition.AWS).tokenAudience();
  }

  static GitHubRef ref(ToolArguments given) throws Unusable {
    List<String> named = given.given(Set.of("branch", "tag", "environment", "pull-requests"));
    if (named.size() > 1) {
      throw new Unusable("a workflow runs for one of --" + String.join(", --", named),
          "leave all but one out");
    }
    return switch (named.isEmpty() ? "" : named.getFirst()) {
      case "branch" -> new GitHubRef.Branch(given.one("branch", ""));
      case "tag" -> new GitHubRef.Tag(given.one("tag", ""));
      case "environment" -> new GitHubRef.Environment(given.one("environment", ""));
      case "pull-requests" -> new GitHubRef.PullRequest();
      default -> new GitHubRef.Any();
    };
  }
}
