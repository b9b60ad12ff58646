package io.credentialbroker.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Logger own = LoggerFactory.getLogger("brokerd.session");
  private final Logger library = LoggerFactory.getLogger("software.amazon.awssdk.request");

  @AfterEach
  void silence() {
    LogManager.getLogManager().reset();
  }

  @Test
  void text_ownInfo_isOneLineWithTimeLevelAndRoom() {
    Log.to(out, Log.Format.TEXT, false);
    own.info("{}: fetched", "deploy");
    assertThat(text()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ INFO session: deploy: fetched\n");
  }

  @Test
  void text_libraryThatUsesTheJdksLoggers_isHeardFromWarningOnInOurFormat() {
    Log.to(out, Log.Format.TEXT, true);
    var cache = System.getLogger("com.github.benmanes.caffeine.cache");
    cache.log(System.Logger.Level.INFO, "not heard");
    cache.log(System.Logger.Level.WARNING, "heard");
    assertThat(text()).endsWith("heard\n").contains(" WARN ").doesNotContain("not heard");
  }

  @Test
  void silence_anybodyLogs_nothingIsWrittenUntilSomebodyListensAgain() {
    Log.to(out, Log.Format.TEXT, true);
    Log.silence();
    own.warn("one");
    library.error("two");
    assertThat(text()).isEmpty();
    Log.to(out, Log.Format.TEXT, false);
    own.info("three");
    own.debug("four");
    assertThat(text()).endsWith("INFO session: three\n").doesNotContain("one", "two", "four");
  }

  @Test
  void use_json_changesTheLinesThatFollow() throws Exception {
    Log.to(out, Log.Format.TEXT, false);
    own.info("one");
    Log.use(Log.Format.JSON);
    own.info("two");
    var lines = text().lines().toList();
    assertThat(lines.get(0)).endsWith("INFO session: one");
    assertThat(new ObjectMapper().readTree(lines.get(1)).get("message").asText()).isEqualTo("two");
  }

  @Test
  void text_ownDebug_isToldOnlyWhenVerbose() {
    Log.to(out, Log.Format.TEXT, false);
    own.debug("detail");
    assertThat(text()).isEmpty();
    Log.to(out, Log.Format.TEXT, true);
    own.debug("detail");
    assertThat(text()).contains("DEBUG session: detail");
  }

  @Test
  void verbose_libraryDetail_isNeverTold() {
    Log.to(out, Log.Format.TEXT, true);
    library.debug("whole request");
    library.info("whole request");
    assertThat(text()).isEmpty();
    library.warn("trouble");
    assertThat(text()).contains("WARN request: trouble");
  }

  @Test
  void text_messageWithNewline_staysOneLine() {
    Log.to(out, Log.Format.TEXT, false);
    own.warn("profile 'a\n2026-01-01T00:00:00Z INFO forged\u001b[1m'");
    assertThat(text()).hasLineCount(1).doesNotContain("\u001b");
  }

  @Test
  void text_throwable_showsTypesAndFramesWithoutMessages() {
    Log.to(out, Log.Format.TEXT, false);
    own.error("failed", new IllegalStateException("canary-one", new RuntimeException("canary-two")));
    assertThat(text()).hasLineCount(1).contains("ERROR session: failed [java.lang.IllegalStateException at ")
        .contains("caused by java.lang.RuntimeException").contains("LogTest").doesNotContain("canary");
  }

  @Test
  void json_anyText_isOneParsableObjectALine() throws Exception {
    Log.to(out, Log.Format.JSON, false);
    own.info("a \"quoted\"\nline\u0007");
    assertThat(text()).hasLineCount(1);
    var line = new ObjectMapper().readTree(text());
    assertThat(line.get("level").asText()).isEqualTo("INFO");
    assertThat(line.get("logger").asText()).isEqualTo("session");
    assertThat(line.get("message").asText()).isEqualTo("a \"quoted\"\nline\u0007");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
