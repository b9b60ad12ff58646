package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of each client, and the page that says so. */
final class InteropMatrix {
  private static final Path PAGE = Path.of("..", "docs", "interop.md");
  private static final int LONGEST = 360;
  private static final String BEGIN = "<!-- from here on written by InteropIT -->\n";

  private final Map<InteropKind, Map<Claim, String>> seen = new EnumMap<>(InteropKind.class);
  private final Map<InteropKind, String> versions = new EnumMap<>(InteropKind.class);
  private final Map<InteropKind, String> messages = new TreeMap<>();

  /** What is said of a client. */
  enum Claim {
    TOKEN("token in the environment"),
    TOKEN_FILE("token file"),
    S3("a signed call to S3"),
    DYNAMODB("a signed call to DynamoDB"),
    ROTATION("new token in the file while it runs"),
    EXPIRY("goes on when its session ends"),
    MESSAGE("shows the broker's message"),
    METADATA("IMDSv2");

    final String words;

    Claim(String words) {
      this.words = words;
    }
  }

  synchronized void put(InteropKind client, Claim claim, boolean holds) {
    cells(client).put(claim, holds ? "yes" : "no");
  }

  synchronized void version(InteropKind client, String version) {
    versions.put(client, version);
  }

  /** What a user of this client sees who asks for a profile that is not there. */
  synchronized void message(InteropKind client, String message) {
    String shown = message.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT");
    messages.put(client, shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + " …");
  }

  /** The line of a client, as the page has it, without its version. */
  synchronized String line(InteropKind client) {
    var line = new StringBuilder("| " + client.title + " |");
    for (Claim claim : Claim.values()) {
      line.append(' ').append(cells(client).getOrDefault(claim, "–")).append(" |");
    }
    return line.toString();
  }

  /**
   * Holds a client to the page: what it says with the version that the page names, and no less with any other.
   *
   * @param log what was seen, for the message
   */
  synchronized void check(InteropKind client, String log) throws IOException {
    var committed = Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| " + client.title + " |"))
        .map(line -> List.of(line.split(" *\\| *"))).findFirst().orElseThrow();
    int column = 3;
    for (Claim claim : Claim.values()) {
      String says = committed.get(column++);
      String is = cells(client).getOrDefault(claim, "–");
      if (says.equals("yes") || committed.get(2).equals(versions.get(client))) {
        assertThat(is).as("%s, %s; the page says '%s'%n%s", client.title, claim.words, says, log)
            .isEqualTo(says);
      }
    }
  }

  /** Replaces what the page says of the clients. */
  synchronized void write() throws IOException {
    var text = new StringBuilder("| client | last run with |");
    for (Claim claim : Claim.values()) {
      text.append(' ').append(claim.words).append(" |");
    }
    text.append("\n|---|---|").append("---|".repeat(Claim.values().length)).append('\n');
    for (InteropKind client : InteropKind.values()) {
      text.append(
          line(client).replaceFirst("^(\\|[^|]*\\|)", "$1 " + versions.getOrDefault(client, "") + " |"))
          .append('\n');
    }
    text.append("\n## What a user sees\n\nof a profile that is not there:\n\n");
    messages.forEach((client, message) -> text.append("- ").append(client.title).append(": `")
        .append(message.replace("`", "'")).append("`\n"));
    String page = Files.readString(PAGE);
    Files.writeString(PAGE, page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + '\n' + text);
  }

  private Map<Claim, String> cells(InteropKind client) {
    return seen.computeIfAbsent(client, _ -> new EnumMap<>(Claim.class));
  }
}
