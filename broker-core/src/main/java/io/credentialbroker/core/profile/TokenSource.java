package io.credentialbroker.core.profile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a web identity token or a SAML assertion is had, anew at each call because platforms rotate them. */
public sealed interface TokenSource {

  /** The source in a few words; no secret in it. */
  String label();

  /** A source on this machine: what a SAML assertion may come from. */
  sealed interface Local extends TokenSource {}

  /** A file, such as a Kubernetes projected service-account token. */
  record File(Path path) implements Local {
    @Override
    public String label() {
      return "file " + path;
    }
  }

  /**
   * A command that prints the token. Its text stays out of the label because people do write passwords into it.
   *
   * @param command one line, split into words without a shell
   */
  record Command(String command) implements Local {
    @Override
    public String label() {
      return "command";
    }

    @Override
    public String toString() {
      return label();
    }
  }

  /**
   * GitHub Actions: {@code ACTIONS_ID_TOKEN_REQUEST_URL} and {@code …_TOKEN} of the daemon's environment.
   *
   * @param audience asked for in the token, {@code sts.amazonaws.com} unless configured
   */
  record GitHubActions(String audience) implements TokenSource {
    @Override
    public String label() {
      return "GitHub Actions";
    }
  }

  /**
   * HCP Terraform: {@code TFC_WORKLOAD_IDENTITY_TOKEN} of the daemon's environment.
   *
   * @param tag the {@code _TAG} part of a tagged variable's name; absent for the plain variable
   */
  record HcpTerraform(@Nullable String tag) implements TokenSource {
    @Override
    public String label() {
      return "HCP Terraform";
    }
  }
}
