package io.credentialbroker.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.credentialbroker.client.cli.surroundings.Executables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every text is read by the shell it is for, and has to come out as it went in. */
final class ShellTest {
  private static final String NASTY = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0aZ\u00e9\u2018\u2019\u201a\u201b\ud83d\ude00";

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource(value = Shell.class, names = { "SH", "BASH", "ZSH", "FISH", "PWSH"})
  void render_valuesOfAllKinds_comeOutOfTheRealShellAsTheyWentIn(Shell shell) throws Exception {
    String program = shell.toString();
    assumeTrue(Executables.find(program, System.getenv("PATH")).isPresent(),
        "there is no " + program + " here");
    Map<String, String> values = values();
    String show = shell == Shell.PWSH
        ? "[Environment]::GetEnvironmentVariables().GetEnumerator() | ForEach-Object { \"$($_.Key)=$($_.Value)`0\" }"
        : "env -0";
    Path script = Files.writeString(folder.resolve("script"),
        shell.render(List.of("GONE", "NEVER"), values) + show);

    var builder = new ProcessBuilder(program, script.toString());
    builder.environment().put("GONE", "here");
    var seen = new LinkedHashMap<String, String>();
    for (String one : output(builder).split("\0", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        seen.put(one.substring(0, equals).strip(), one.substring(equals + 1));
      }
    }

    assertThat(seen).containsAllEntriesOf(values).doesNotContainKey("GONE");
  }

  @Test
  void render_strictShell_doesNotTripOverUnsetVariables() throws Exception {
    Path script = Files.writeString(folder.resolve("script"),
        "set -eu\n" + Shell.SH.render(List.of("NEVER_SET"), Map.of("A", "b")) + "printf %s \"$A\"");

    assertThat(output(new ProcessBuilder("sh", script.toString()))).isEqualTo("b");
  }

  @Test
  void render_fish_namesUniversalVariablesAndLeavesThem() throws Exception {
    assumeTrue(Executables.find("fish", System.getenv("PATH")).isPresent(), "there is no fish here");
    Path script = Files.writeString(folder.resolve("script"),
        "set -U KEPT person\nset -Ux COUNTS person\nset -gx GONE here\nbegin\n"
            + Shell.FISH.render(List.of("KEPT", "COUNTS", "GONE"), Map.of("A", "b"))
            + "end 2>&1\nset -q GONE; or echo gone\necho $KEPT $COUNTS $A\nset -U | grep -c person");
    var builder = new ProcessBuilder("fish", script.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().remove("XDG_CONFIG_HOME");

    assertThat(output(builder).lines()).containsExactly(
        "note: COUNTS is a universal variable and still counts, perhaps before the broker;"
            + " 'set -eU COUNTS' erases it for good",
        "gone", "person person b", "2");
  }

  @Test
  void render_evaluatedAsTheHintSays_setsTheVariables() throws Exception {
    Path text = Files.writeString(folder.resolve("text"),
        Shell.SH.render(List.of("X"), Map.of("A", "it's $HOME")));

    assertThat(output(new ProcessBuilder("sh", "-c", "eval \"$(cat " + text + ")\"; printf %s \"$A\"")))
        .isEqualTo("it's $HOME");
  }

  @Test
  void render_json_isTheVariablesAndNothingElse() throws IOException {
    Map<String, String> values = values();
    var seen = new LinkedHashMap<String, String>();
    try (var parser = new JsonFactory().createParser(Shell.JSON.render(List.of("GONE"), values))) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        seen.put(parser.currentName(), parser.nextTextValue());
      }
    }

    assertThat(seen).isEqualTo(values);
  }

  @Test
  void render_dotenv_simpleValuesAreBareAndOthersQuoted() {
    var values = new LinkedHashMap<String, String>();
    values.put("A", "http://127.0.0.1:9780/v1/credentials/a%20b");
    values.put("B", "two words #1");
    values.put("C", "it's $1 \"\\");

    assertThat(Shell.DOTENV.render(List.of("GONE"), values)).isEqualTo("""
        A=http://127.0.0.1:9780/v1/credentials/a%20b
        B='two words #1'
        C="it's \\$1 \\"\\\\"
        """);
  }

  /** Every printable ASCII character and some others: singly, doubled, at both ends, and at random. */
  private static Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    NASTY.codePoints().forEach(code -> {
      String one = Character.toString(code);
      values.put("A" + code, one + one + "x" + one);
    });
    var random = new Random(20261121);
    int[] codes = NASTY.codePoints().toArray();
    for (int i = 0; i < 200; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(20); length >= 0; length--) {
        text.appendCodePoint(codes[random.nextInt(codes.length)]);
      }
      values.put("R" + i, text.toString());
    }
    values.put("EMPTY", "");
    return values;
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }
}
