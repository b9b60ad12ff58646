package io.credentialbroker.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.logging.LogManager;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told to people as a sentence is told to collectors with a name and fields. */
final class EventTest {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".test");
  /** As the code writes them; what else looks like one is a file's name or a key of the settings. */
  private static final Pattern NAME = Pattern
      .compile("(?:Event\\.\\w+|\\bof)\\([^;()]*\"([a-z]+\\.[a-z_]+)\"");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @AfterEach
  void silence() {
    LogManager.getLogManager().reset();
  }

  private String told(Log.Format format) {
    bytes.reset();
    Log.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), format, false);
    Event.warn(LOG, "audit.lost").with("records", 3).with("file", Path.of("/a \"b\"")).with("nothing", null)
        .tell("3 records are lost");
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void event_inJson_hasItsNameAndFieldsBesideTheSentence() throws IOException {
    var line = new ObjectMapper().readTree(told(Log.Format.JSON));

    assertThat(line.get("event").asText()).isEqualTo("audit.lost");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("logger").asText()).isEqualTo("test");
    assertThat(line.get("message").asText()).isEqualTo("3 records are lost");
    assertThat(line.get("records").isNumber()).isTrue();
    assertThat(line.get("file").asText()).isEqualTo("/a \"b\"");
    assertThat(line.has("nothing")).isFalse();
  }

  @Test
  void event_inText_isTheSentence() {
    assertThat(told(Log.Format.TEXT)).endsWith(" WARN test: 3 records are lost");
  }

  @Test
  void event_everyNameInTheCode_isInTheDocs() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "operations.md"));
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String code = Files.readString(file);
        if (code.contains("Event.")) {
          NAME.matcher(code).results().map(match -> match.group(1)).forEach(names::add);
        }
      }
    }
    assertThat(names).contains("session.fetched", "session.failed", "mfa.due", "daemon.ready",
        "config.profiles", "token.made", "audit.lost", "clock.skewed");
    assertThat(names).allSatisfy(name -> assertThat(docs).contains("`" + name + "`"));
  }
}
