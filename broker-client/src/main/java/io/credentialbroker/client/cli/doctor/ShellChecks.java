package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.shell.DefaultSection;
import io.credentialbroker.client.cli.shell.Shadowing;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the variables of this shell mean to an SDK that is started from it. */
final class ShellChecks {
  private static final String SHELL = "shell";
  private static final String URI_VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  /** Those of the shadowing variables that point at a broker themselves. */
  private static final Set<String> BROKERS = Set.of(URI_VARIABLE, TOKEN, TOKEN_FILE);
  private static final int LIMIT_MILLIS = 2_000;

  private final Surroundings here;
  private final List<Finding> findings = new ArrayList<>();

  private ShellChecks(Surroundings here) {
    this.here = here;
  }

  /**
   * The findings.
   *
   * @param status what the daemon says of itself; null where none runs
   */
  static List<Finding> of(Surroundings here, @Nullable StatusReport status) {
    var checks = new ShellChecks(here);
    boolean pointed = !here.variable(URI_VARIABLE).isEmpty();
    checks.shadows(pointed);
    if (pointed) {
      checks.endpoint(here.variable(URI_VARIABLE), status);
    }
    if (checks.findings.isEmpty()) {
      checks.findings.add(Finding.ok(SHELL, "no variable keeps SDKs from the broker"));
    }
    return checks.findings;
  }

  /** A shell that is pointed at the broker and has other credentials too gives those to every program. */
  private void shadows(boolean pointed) {
    List<String> names = Shadowing.present(BROKERS, here.environment());
    if (!names.isEmpty()) {
      String message = "SDKs take these before they ask the broker: " + String.join(", ", names);
      String remedy = "unset " + String.join(" ", names);
      findings.add(pointed
          ? Finding.problem(SHELL, message, remedy)
          : Finding.warning(SHELL, message, remedy + "; 'broker exec' does it for its command"));
    }
    for (DefaultSection.Found found : DefaultSection.in(here.environment())) {
      String message = "SDKs take the [default] of " + found.file() + " before they ask the broker";
      findings.add(pointed
          ? Finding.problem(SHELL, message, "give it another name, or use 'broker exec', which hides it")
          : Finding.note(SHELL, message + "; 'broker exec' hides it from its command"));
    }
  }

  private void endpoint(String uri, @Nullable StatusReport status) {
    Optional<String> authority = authority(uri);
    boolean ours = status != null && authority.isPresent() && status.listeners().stream()
        .anyMatch(listener -> listener.kind().equals("tcp") && authority.get().equals(listener.address()));
    if (status == null) {
      findings.add(Finding.warning(SHELL, URI_VARIABLE + " is set, and no brokerd runs",
          "start brokerd, or unset it"));
    } else if (!ours) {
      findings
          .add(Finding.problem(SHELL, URI_VARIABLE + " points somewhere else than to the brokerd that runs",
              "eval \"$(broker env PROFILE)\""));
    } else {
      ask(uri);
    }
  }

  /** The answer's body, which holds credentials, is not read. */
  private void ask(String uri) {
    try {
      String token = here.variable(TOKEN_FILE).isEmpty()
          ? here.variable(TOKEN)
          : Files.readString(Path.of(here.variable(TOKEN_FILE))).strip();
      var connection = (HttpURLConnection) URI.create(uri).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      connection.setRequestProperty("Authorization", token);
      findings.add(judged(connection.getResponseCode()));
      connection.disconnect();
    } catch (IOException | IllegalArgumentException e) {
      String where = here.variable(TOKEN_FILE);
      findings.add(Finding.problem(SHELL, where.isEmpty() || Files.isReadable(Path.of(where))
          ? "the endpoint that this shell points at does not answer"
          : TOKEN_FILE + " names " + where + ", which cannot be read", "eval \"$(broker env PROFILE)\""));
    }
  }

  private static Finding judged(int status) {
    if (status == HttpURLConnection.HTTP_OK) {
      return Finding.ok(SHELL, "the broker takes this shell's endpoint and token");
    }
    return status == HttpURLConnection.HTTP_UNAUTHORIZED
        ? Finding.problem(SHELL, "brokerd does not know this shell's token: it was started again since",
            "eval \"$(broker env PROFILE)\"")
        : Finding.problem(SHELL, "brokerd answers this shell with HTTP status " + status,
            "'broker status' says why");
  }

  private static Optional<String> authority(String uri) {
    try {
      return Optional.ofNullable(URI.create(uri).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
