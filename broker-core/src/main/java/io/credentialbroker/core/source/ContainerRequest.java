package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a container's credentials are had, by the {@code AWS_CONTAINER_…} variables (AWS SDKs and Tools
 * reference, "Container credential provider"). Read anew at each fetch: the token's file is replaced while we
 * run.
 *
 * @param token the value of the Authorization header, as it is; absent for none
 */
record ContainerRequest(URI uri, @Nullable Secret token) {
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final int LONGEST_TOKEN = 16 * 1024;

  /**
   * Hosts that plain http may go to: this machine and the two link-local services. Names other than
   * {@code localhost} are not resolved, because they could resolve to something else a moment later; botocore
   * and JavaScript do the same.
   */
  private static final Pattern NEAR = Pattern.compile(
      "localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]|169\\.254\\.170\\.(2|23)|\\[fd00:ec2::23]");

  static ContainerRequest of(String step, Map<String, String> environment) {
    return new ContainerRequest(uri(step, environment), token(step, environment));
  }

  /** The address alone. */
  static URI uri(String step, Map<String, String> environment) {
    String relative = value(environment, RELATIVE);
    if (relative != null) {
      if (!relative.startsWith("/")) {
        throw failure(step, RELATIVE + " does not begin with a slash.",
            "Set it to a path like /v2/credentials/ID.");
      }
      return parsed(step, RELATIVE, "http://169.254.170.2" + relative);
    }
    String full = value(environment, FULL);
    if (full == null) {
      throw failure(step, "No environment variables were set to configure the container endpoint: neither "
          + RELATIVE + " nor " + FULL + ".", "Start the daemon inside the container, or set one of them.");
    }
    return checked(step, parsed(step, FULL, full));
  }

  private static URI checked(String step, URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null) {
      throw failure(step, "The URI in " + FULL + " has no host.",
          "Set it to a whole URL like http://127.0.0.1:8080/path.");
    }
    boolean near = scheme.equals("http") && NEAR.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
    if (!near && !scheme.equals("https")) {
      throw failure(step,
          "'" + uri.getHost() + "' is not an allowed host for " + scheme + " in " + FULL + ".",
          "Use https, or a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23] with http.");
    }
    return uri;
  }

  private static URI parsed(String step, String variable, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw failure(step, "The value of " + variable + " is not a URI.",
          "Correct it where the daemon is started.");
    }
  }

  private static @Nullable Secret token(String step, Map<String, String> environment) {
    String file = value(environment, TOKEN_FILE);
    String token = file == null
        ? value(environment, TOKEN)
        : new String(SecretFile.read(step, "The authorization token", Path.of(file), LONGEST_TOKEN),
            StandardCharsets.UTF_8);
    if (token == null) {
      return null;
    }
    String where = file == null ? TOKEN : file;
    if (token.isBlank()) {
      throw failure(step, "The authorization token in " + where + " is empty.", "Put the token there.");
    }
    if (token.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw failure(step,
          "The authorization token in " + where + " has a line break or another character that "
              + "no header may have.",
          "Write the token on one line without a line break at its end.");
    }
    return Secret.of(token);
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static FailureException failure(String step, String message, String remedy) {
    return new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step, message, remedy));
  }
}
