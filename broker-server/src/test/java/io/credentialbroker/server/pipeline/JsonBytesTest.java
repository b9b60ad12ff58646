package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jackson, which had no part in the writing, is the judge. */
final class JsonBytesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static String backFrom(byte[] json) throws IOException {
    JsonNode node = JACKSON.readTree(json);
    assertThat(node.size()).isEqualTo(1);
    return node.properties().iterator().next().getValue().textValue();
  }

  @Test
  void text_everyCharacterOfTheBasicPlane_comesBack() throws Exception {
    String all = IntStream.range(0, 0x10000).filter(c -> !Character.isSurrogate((char) c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();

    assertThat(backFrom(new JsonBytes().text("k", all).finish())).isEqualTo(all);
    assertThat(backFrom(new JsonBytes().secret("k", Secret.of(all)).finish())).isEqualTo(all);
  }

  @Test
  void text_anyLength_comesBackAcrossEveryGrowthOfTheBuffer() throws Exception {
    for (int length = 0; length < 1100; length++) {
      String text = "\"".repeat(length);
      assertThat(backFrom(new JsonBytes().text("k", text).finish())).isEqualTo(text);
    }
  }

  @Test
  void text_randomTextsWithSupplementaryCharacters_comeBackAsValueAndAsName() throws Exception {
    var random = new Random(20260101);
    for (int i = 0; i < 2000; i++) {
      String text = random.ints(random.nextInt(40), 0, 0x110000)
          .filter(c -> c < 0xD800 || c > 0xDFFF)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
      assertThat(JACKSON.readTree(new JsonBytes().text(text, text).finish()).get(text).textValue())
          .isEqualTo(text);
    }
  }

  @Test
  void text_loneSurrogate_isStillValidUtf8AndJson() throws Exception {
    assertThat(backFrom(new JsonBytes().text("k", "a\uD800b").finish())).isEqualTo("a?b");
  }

  @Test
  void finish_noMembers_isTheEmptyObject() {
    assertThat(new String(new JsonBytes().finish(), StandardCharsets.UTF_8)).isEqualTo("{}");
  }

  @Test
  void finish_severalMembers_areInOrderWithoutSpaces() {
    byte[] json = new JsonBytes().number("Version", 1).text("a", "b").secret("c", Secret.of("d")).finish();
    assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo("{\"Version\":1,\"a\":\"b\",\"c\":\"d\"}");
  }
}
