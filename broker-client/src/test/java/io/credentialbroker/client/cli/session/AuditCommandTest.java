package io.credentialbroker.client.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker audit} over files as a daemon leaves them. */
final class AuditCommandTest {
  private static final String GRANTED = """
      {"time":"2026-11-21T09:12:00.250Z","outcome":"granted","client":"ci","uid":1000,"pid":42,\
      "executable":"/usr/bin/python3","listener":"/run/b.sock","profile":"deploy",\
      "roleArn":"arn:aws:iam::123456789012:role/deploy","sessionName":"me","accessKeyIdEnd":"WXYZ",\
      "remaining":3540,"from":"cache"}""";
  private static final String REFUSED = "{\"time\":\"2026-11-21T09:12:01.000Z\",\"outcome\":\"refused\","
      + "\"reason\":\"TOKEN_WRONG\",\"uid\":1000,\"listener\":\"127.0.0.1:9780\"}";
  private static final String CLOSED = "{\"time\":\"2026-11-21T09:12:02.000Z\",\"outcome\":\"closed\","
      + "\"reason\":\"PEER\",\"uid\":65534,\"listener\":\"127.0.0.1:9780\",\"times\":12}";

  @TempDir
  private Path folder;
  private Path file;
  private final Deque<Runnable> pauses = new ArrayDeque<>();

  @BeforeEach
  void place() {
    file = folder.resolve("audit.jsonl");
  }

  private List<String> audit(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var here = new Surroundings(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), false, null, millis -> {
          Runnable next = pauses.poll();
          if (next != null) {
            next.run();
          }
          return next != null;
        });
    var all = new ArrayList<>(List.of("audit", "--file", file.toString()));
    all.addAll(Arrays.asList(words));
    assertThat(BrokerCommand.run(all.toArray(new String[0]), here)).as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void append(String... lines) {
    try {
      Files.write(file, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void audit_everyKindOfRecord_isOneLineForPeople() {
    append(GRANTED, REFUSED, CLOSED);
    assertThat(audit()).containsExactly(
        "2026-11-21T09:12:00Z  granted      ci  deploy  key …WXYZ, 59 min left, from cache"
            + "  uid 1000 pid 42 /usr/bin/python3 at /run/b.sock",
        "2026-11-21T09:12:01Z  refused      TOKEN_WRONG  uid 1000 at 127.0.0.1:9780",
        "2026-11-21T09:12:02Z  closed       PEER  12 times  uid 65534 at 127.0.0.1:9780");
  }

  @Test
  void audit_signInToTheConsole_saysSo() {
    append(
        GRANTED.replace("\"from\":\"cache\"", "\"form\":\"console\"").replace("/run/b.sock", "/run/c.sock"),
        "{\"time\":\"2026-11-21T09:12:01.000Z\",\"outcome\":\"denied\",\"reason\":\"Locked\","
            + "\"client\":\"user\",\"listener\":\"/run/c.sock\",\"profile\":\"deploy\",\"form\":\"console\"}");
    assertThat(audit()).containsExactly(
        "2026-11-21T09:12:00Z  granted      ci  deploy  key …WXYZ, 59 min left  for the console"
            + "  uid 1000 pid 42 /usr/bin/python3 at /run/c.sock",
        "2026-11-21T09:12:01Z  denied       user  deploy  Locked  for the console  at /run/c.sock");
  }

  @Test
  void audit_json_isTheLinesThemselves() {
    append(GRANTED, REFUSED, CLOSED);
    assertThat(audit("--json")).containsExactly(GRANTED, REFUSED, CLOSED);
  }

  @Test
  void audit_filters_leaveWhatWasAskedFor() {
    append(GRANTED, GRANTED.replace("deploy", "other"), GRANTED.replace("\"ci\"", "\"user\""), REFUSED);
    assertThat(audit("--json", "--profile", "deploy")).hasSize(2);
    assertThat(audit("--json", "--client", "ci")).hasSize(2);
    assertThat(audit("--json", "--client", "ci", "--profile", "deploy")).containsExactly(GRANTED);
    assertThat(audit("--json", "--since", "1s")).isEmpty();
    assertThat(audit("--json", "--since", "36500d")).hasSize(4);
  }

  @Test
  void audit_olderFiles_comeFirstTheOldestOfAllAtTheTop() throws Exception {
    Files.writeString(Path.of(file + ".2"), GRANTED.replace("WXYZ", "AAAA") + "\n");
    Files.writeString(Path.of(file + ".1"), GRANTED.replace("WXYZ", "BBBB") + "\n");
    append(GRANTED);
    assertThat(audit("--json")).extracting(line -> line.replaceAll(".*KeyIdEnd\":\"(....)\".*", "$1"))
        .containsExactly("AAAA", "BBBB", "WXYZ");
    assertThat(audit("--json", "--lines", "2")).hasSize(2).last().isEqualTo(GRANTED);
  }

  @Test
  void audit_manyRecords_showsTheLastFifty() {
    append(
        IntStream.range(0, 120).mapToObj(i -> GRANTED.replace("42", "" + (1000 + i))).toArray(String[]::new));
    assertThat(audit("--json")).hasSize(50).last().asString().contains("\"pid\":1119");
  }

  @Test
  void audit_whatIsNoRecord_isSkipped() {
    append("{\"time\":\"2026-1", "", "[]", "{}", GRANTED);
    assertThat(audit("--json")).containsExactly(GRANTED);
  }

  @Test
  void audit_noFileYet_isFollowedAllTheSame() {
    pauses.add(() -> append(GRANTED));
    assertThat(audit("--follow")).hasSize(1);
  }

  @Test
  void audit_follow_goesOnThroughHalfLinesAndANewFile() {
    append(GRANTED);
    pauses.add(() -> {
      append(REFUSED);
      write(file, CLOSED.substring(0, 20));
    });
    pauses.add(() -> write(file, CLOSED.substring(20) + "\n"));
    pauses.add(() -> {
      append(GRANTED.replace("WXYZ", "LAST"));
      move(file, Path.of(file + ".1"));
      append(GRANTED.replace("WXYZ", "NEWS"));
    });
    assertThat(audit("--follow", "--json")).containsExactly(GRANTED, REFUSED, CLOSED,
        GRANTED.replace("WXYZ", "LAST"), GRANTED.replace("WXYZ", "NEWS"));
  }

  @Test
  void audit_hostileNames_doNotReachTheTerminal() {
    append(GRANTED.replace("/usr/bin/python3", "/tmp/\\u001b[2Jx"));
    assertThat(audit()).singleElement().asString().contains("/tmp/?[2Jx").doesNotContain("\u001b");
  }

  private static void write(Path to, String text) {
    try {
      Files.writeString(to, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
