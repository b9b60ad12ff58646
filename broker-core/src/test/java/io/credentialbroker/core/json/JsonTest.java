package io.credentialbroker.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as Jackson's own mapper makes and writes them, which is what the mapper is left out against. */
class JsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = { "{}", "[]", "null", "true", "-1", "2147483648", "9223372036854775808", "1.5e3",
      "\"a\\u00e9\\n\\\"/\\u2028\\ud83d\\ude00\"", "{\"a\":[1,{\"b\":null,\"c\":[[],{}]},false],\"d\":\"\"}",
      "{\"a\":1,\"a\":2}", "", " \n\t", "0.1", "1e400", "-0.0", "12345678901234567890123456789"})
  void text_readAndWritten_isWhatTheMapperMakesOfIt(String text) throws Exception {
    JsonNode tree = Json.read(text);

    assertThat(tree).isEqualTo(MAPPER.readTree(text));
    assertThat(Json.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(tree);
    assertThat(Json.write(tree)).isEqualTo(tree.toString());
    assertThat(Json.pretty(tree)).isEqualTo(tree.toPrettyString());
  }

  @ParameterizedTest
  @ValueSource(strings = { "{", "[1,", "{\"a\"}", "{\"a\":}", "nul", "01", "[1]]", "{} {}", "1 2", "]", ",",
      "\"\n\""})
  void text_thatIsNotOneValue_isRefused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void text_nestedTooDeep_isRefusedBeforeTheStackEnds() {
    assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void bytes_inABrokenEncoding_areRefused() {
    assertThatThrownBy(() -> Json.read(new byte[]{ '"', (byte) 0xC3, '"'}))
        .isInstanceOf(JsonProcessingException.class);
  }
}
