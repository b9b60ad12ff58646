package io.credentialbroker.client.cli.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code broker policy trust}, in the groups in which help shows them. */
@SuppressWarnings("UnusedVariable") // read through picocli's model
final class TrustOptions {
  private TrustOptions() {}

  /** What completes --run-phase. */
  static final class RunPhases extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    RunPhases() {
      super(List.of("plan", "apply"));
    }
  }

  /** One of these names the party. */
  static final class Party {
    @Option(names = "--principal", paramLabel = "ACCOUNT|ARN", description = "An account, user, role or session.")
    private @Nullable String principal;

    @Option(names = "--permission-set", paramLabel = "ACCOUNT/NAME", description = "A permission set of IAM Identity Center, in an account.")
    private @Nullable String permissionSet;

    @Option(names = "--github", paramLabel = "ORG[/REPO]", description = "GitHub Actions of a repository, or of all of an organisation.")
    private @Nullable String gitHub;

    @Option(names = "--hcp-terraform", paramLabel = "ORG", description = "HCP Terraform runs of an organisation.")
    private @Nullable String hcpTerraform;

    @Option(names = "--eks", paramLabel = "ISSUER", description = "A service account of the EKS cluster with this issuer URL.")
    private @Nullable String eks;

    @Option(names = "--oidc", paramLabel = "ISSUER", description = "Any OpenID Connect issuer, by its URL.")
    private @Nullable String issuer;

    @Option(names = "--saml", paramLabel = "NAME|ARN", description = "A SAML provider.")
    private @Nullable String saml;

    @Option(names = "--cognito", paramLabel = "POOL", description = "A Cognito identity pool, by its id.")
    private @Nullable String cognito;

    @Option(names = "--google", paramLabel = "CLIENT", description = "Sign in with Google, by the client id.")
    private @Nullable String google;

    @Option(names = "--facebook", paramLabel = "APP", description = "Facebook Login, by the app id.")
    private @Nullable String facebook;

    @Option(names = "--amazon", paramLabel = "APP", description = "Login with Amazon, by the app id.")
    private @Nullable String amazon;
  }

  /** What pins an identity provider's users. */
  static final class Claims {
    @Option(names = "--branch", paramLabel = "BRANCH", description = "GitHub: runs on a branch; wildcards are taken.")
    private @Nullable String branch;

    @Option(names = "--tag", paramLabel = "TAG", description = "GitHub: runs on a tag; wildcards are taken.")
    private @Nullable String tag;

    @Option(names = "--environment", paramLabel = "NAME", description = "GitHub: jobs of a deployment environment.")
    private @Nullable String environment;

    @Option(names = "--pull-requests", description = "GitHub: runs for pull requests.")
    private boolean pullRequests;

    @Option(names = "--project", paramLabel = "NAME", description = "HCP Terraform: a project; all by default.")
    private @Nullable String project;

    @Option(names = "--workspace", paramLabel = "NAME", description = "HCP Terraform: a workspace; all by default.")
    private @Nullable String workspace;

    @Option(names = "--run-phase", paramLabel = "PHASE", completionCandidates = RunPhases.class, description = "HCP Terraform: plan or apply; both by default.")
    private @Nullable String runPhase;

    @Option(names = "--service-account", paramLabel = "NAMESPACE/NAME", description = "EKS: the pod's service account.")
    private @Nullable String serviceAccount;

    @Option(names = "--audience", paramLabel = "AUDIENCE", description = "The audience of tokens and assertions; each provider has its usual one.")
    private @Nullable String audience;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "--oidc: the subject; wildcards are taken.")
    private @Nullable String subject;

    @Option(names = "--guests", description = "Cognito: people who have not signed in.")
    private boolean guests;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "The role's account, where providers are set up; PROFILE tells it, too.")
    private @Nullable String account;

    @Option(names = "--partition", paramLabel = "PARTITION", description = "aws by default, or what PROFILE tells.")
    private @Nullable String partition;
  }

  /** What else the role asks for; MFA and external ids are known in calls with AWS credentials only. */
  static final class Conditions {
    @Option(names = "--mfa", description = "Sign-in with MFA.")
    private boolean mfa;

    @Option(names = "--mfa-max-age", paramLabel = "TIME", description = "MFA no longer ago than this, e.g. 1h.")
    private @Nullable String mfaMaxAge;

    @Option(names = "--external-id", paramLabel = "ID", description = "This external id.")
    private @Nullable String externalId;

    @Option(names = "--source-identity", paramLabel = "NAME", description = "A source identity; wildcards are taken.")
    private @Nullable String sourceIdentity;

    @Option(names = "--session-name", paramLabel = "NAME", description = "A session name; wildcards and variables such as $${aws:username} are taken.")
    private @Nullable String sessionName;

    @Option(names = "--session-tags", description = "Lets the caller pass session tags.")
    private boolean sessionTags;
  }
}
