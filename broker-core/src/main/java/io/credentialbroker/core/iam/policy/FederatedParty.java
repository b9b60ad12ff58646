package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.SharedProviders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People and programs that an identity provider vouches for. Where a provider is set up in the account, its
 * account is that of the role.
 */
public sealed interface FederatedParty extends TrustedParty {

  /**
   * GitHub Actions.
   *
   * @param organization exact: a wildcard here would let others in, and IAM refuses it
   * @param repository one repository, or absent for all of the organisation
   * @param ref what the workflow runs for; without a repository only {@link GitHubRef.Any} makes sense
   * @param audience {@code sts.amazonaws.com} unless the workflow asks for another
   */
  record GitHub(String partition, String accountId, String organization, @Nullable String repository,
      GitHubRef ref, String audience) implements FederatedParty {

    private static final Pattern NAME = Pattern.compile("[\\w.@-]+");

    public GitHub {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.literal("audience", audience);
      requireName("organization", organization);
      if (repository != null) {
        requireName("repository", repository);
      } else if (!(ref instanceof GitHubRef.Any)) {
        throw new UnfitException("a branch, tag or environment needs a repository",
            "name it as ORG/REPO");
      }
    }

    private static void requireName(String what, String value) {
      if (!NAME.matcher(value).matches()) {
        throw new UnfitException("the GitHub " + what + " '" + value
            + "' is not a name", "it has letters, digits and any of _.@-, no wildcard and no slash");
      }
    }

    String subject() {
      return "repo:" + organization + "/" + (repository == null ? "*" : repository + ":" + ref.subject());
    }
  }

  /**
   * HCP Terraform (the former Terraform Cloud).
   *
   * @param organization exact
   * @param project a project's name, or {@code *}
   * @param workspace a workspace's name, or {@code *}
   * @param runPhase {@code plan}, {@code apply}, or {@code *} for both
   * @param audience {@code aws.workload.identity} unless the workspace asks for another
   */
  record HcpTerraform(String partition, String accountId, String organization, String project,
      String workspace,
      String runPhase, String audience) implements FederatedParty {
    public HcpTerraform {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.literal("organization", organization);
      Checked.text("project", project);
      Checked.text("workspace", workspace);
      Checked.text("run phase", runPhase);
      Checked.literal("audience", audience);
    }

    String subject() {
      return "organization:" + organization + ":project:" + project + ":workspace:" + workspace
          + ":run_phase:"
          + runPhase;
    }
  }

  /** Sign in with Google; {@code clientId} ends in {@code .apps.googleusercontent.com}, or is a service's. */
  record Google(String clientId) implements FederatedParty {
    public Google {
      Checked.literal("client id", clientId);
    }
  }

  /** Facebook Login. */
  record Facebook(String appId) implements FederatedParty {
    public Facebook {
      Checked.literal("app id", appId);
    }
  }

  /** Login with Amazon; {@code appId} begins with {@code amzn1.application-oa2-client.}. */
  record LoginWithAmazon(String appId) implements FederatedParty {
    public LoginWithAmazon {
      Checked.literal("app id", appId);
    }
  }

  /**
   * A Cognito identity pool.
   *
   * @param identityPoolId e.g. {@code us-east-1:12345678-abcd-abcd-abcd-123456790ab}
   * @param authenticated whether the role is for users who have signed in, or for guests
   */
  record Cognito(String identityPoolId, boolean authenticated) implements FederatedParty {
    public Cognito {
      Checked.literal("identity pool id", identityPoolId);
    }
  }

  /**
   * A Kubernetes service account of an EKS cluster (IAM roles for service accounts).
   *
   * @param issuer the cluster's issuer URL, {@code https://oidc.eks.REGION.amazonaws.com/id/ID}
   * @param audience {@code sts.amazonaws.com} unless the pod asks for another
   */
  record Eks(String partition, String accountId, String issuer, String namespace, String serviceAccount,
      String audience) implements FederatedParty {
    public Eks {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.issuerHost(issuer);
      Checked.text("namespace", namespace);
      Checked.text("service account", serviceAccount);
      Checked.literal("audience", audience);
    }

    String subject() {
      return "system:serviceaccount:" + namespace + ":" + serviceAccount;
    }
  }

  /**
   * Any OpenID Connect issuer that is set up as a provider in the account.
   *
   * @param subject what the token's {@code sub} must match; absent to take every subject of the audience,
   *     which IAM refuses for issuers that many organisations share
   */
  record AnyIssuer(String partition, String accountId, String issuer, String audience,
      @Nullable String subject) implements FederatedParty {
    public AnyIssuer {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.literal("audience", audience);
      String host = Checked.issuerHost(issuer);
      if (subject == null
          && SharedProviders.tellingKey(host).filter(key -> key.endsWith(":sub")).isPresent()) {
        throw new UnfitException(
            host + " serves many organisations, and anybody there could have the role",
            "say which subject is meant (--subject)");
      }
      if (subject != null && Checked.text("subject", subject).matches("[*?]+")) {
        throw new UnfitException(
            "a subject of wildcards only names nobody", "leave it out, or say whom (--subject)");
      }
    }
  }

  /**
   * A SAML 2.0 provider set up in the account.
   *
   * @param audience the {@code SAML:aud} to demand, e.g. {@code https://signin.aws.amazon.com/saml}
   */
  record Saml(String partition, String accountId, String provider,
      String audience) implements FederatedParty {
    public Saml {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.literal("SAML provider", provider);
      Checked.literal("audience", audience);
    }
  }
}
