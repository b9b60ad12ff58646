package io.credentialbroker.core.iam.policy;

/**
 * What a GitHub workflow has to run for, as it ends the subject of its token (GitHub's reference on OpenID
 * Connect). A job that names an environment has that in its subject, whatever its branch.
 */
public sealed interface GitHubRef {
  /** The end of the subject, after {@code repo:ORG/REPO:}. */
  String subject();

  /** Any run of the repository. */
  record Any() implements GitHubRef {
    @Override
    public String subject() {
      return "*";
    }
  }

  /** Runs on a branch; the name may hold wildcards, e.g. {@code release/*}. */
  record Branch(String name) implements GitHubRef {
    @Override
    public String subject() {
      return "ref:refs/heads/" + Checked.text("branch", name);
    }
  }

  /** Runs on a tag; the name may hold wildcards, e.g. {@code v*}. */
  record Tag(String name) implements GitHubRef {
    @Override
    public String subject() {
      return "ref:refs/tags/" + Checked.text("tag", name);
    }
  }

  /** Jobs that name this deployment environment. */
  record Environment(String name) implements GitHubRef {
    @Override
    public String subject() {
      // GitHub escapes a colon within a value of the subject.
      return "environment:" + Checked.text("environment", name).replace(":", "%3A");
    }
  }

  /** Runs for pull requests, forks included where the repository lets them. */
  record PullRequest() implements GitHubRef {
    @Override
    public String subject() {
      return "pull_request";
    }
  }
}
