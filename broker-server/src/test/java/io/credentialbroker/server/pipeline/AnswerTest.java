package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.credentials.Told;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AnswerTest {
  private static String encoded(Answer answer, boolean headOnly, boolean close) {
    ByteBuf bytes = answer.encode(ByteBufAllocator.DEFAULT, headOnly, close);
    try {
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      bytes.release();
    }
  }

  @Test
  void encode_keepAlive_isTheWholeAnswer() {
    assertThat(encoded(Answer.json(Status.OK, "{}".getBytes(StandardCharsets.UTF_8)), false, false))
        .isEqualTo(
            """
                HTTP/1.1 200 OK\r
                Content-Type: application/json\r
                Content-Length: 2\r
                Cache-Control: no-store\r
                X-Content-Type-Options: nosniff\r
                \r
                {}""");
  }

  @Test
  void encode_close_saysSoAndNothingElseChanges() {
    var answer = Answer.json(Status.OK, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(encoded(answer, false, true).replace("Connection: close\r\n", ""))
        .isEqualTo(encoded(answer, false, false)).isNotEqualTo(encoded(answer, false, true));
  }

  @Test
  void encode_head_keepsTheLengthAndLeavesTheBody() {
    var answer = Answer.json(Status.OK, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(encoded(answer, true, false)).endsWith("nosniff\r\n\r\n").contains("Content-Length: 2\r\n");
    assertThat(encoded(answer, true, true)).endsWith("Connection: close\r\n\r\n").contains(
        "Content-Length: 2\r\n");
  }

  @Test
  void retryLater_anyDelay_isOneSecondAtLeast() {
    assertThat(encoded(Answer.retryLater(Status.UNAVAILABLE, "c", Told.of("m"), 0), false, false)).contains(
        "Retry-After: 1\r\n");
    assertThat(encoded(Answer.retryLater(Status.UNAVAILABLE, "c", Told.of("m"), 7), false, false)).contains(
        "Retry-After: 7\r\n");
  }

  @Test
  void errorBody_withARemedy_hasItApartAndInTheMessages() {
    assertThat(new String(Answer.errorBody("Locked", new Told("It is locked.", "Unlock \"it\".")),
        StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"code\":\"Locked\",\"message\":\"It is locked. Unlock \\\"it\\\".\",\"Code\":\"Locked\","
                + "\"Message\":\"It is locked. Unlock \\\"it\\\".\",\"remedy\":\"Unlock \\\"it\\\".\"}");
  }

  @Test
  void errorBody_withoutARemedy_hasNoKeyForIt() {
    assertThat(new String(Answer.errorBody("BadPath", Told.of("No.")), StandardCharsets.UTF_8))
        .isEqualTo("{\"code\":\"BadPath\",\"message\":\"No.\",\"Code\":\"BadPath\",\"Message\":\"No.\"}");
  }

  @ParameterizedTest
  @EnumSource(names = { "HOST_FOREIGN", "TARGET_FORM", "FORWARDED", "NO_SUCH_PATH", "TOKEN_MISSING",
      "TOKEN_WRONG", "METADATA_TOKEN", "TOO_FAST", "PROCESS_LATE", "INTERNAL"})
  void refusal_withAdvice_hasItAsRemedy(Refusal refusal) throws Exception {
    String whole = encoded(refusal.answer(), false, false);
    var json = new ObjectMapper().readTree(whole.substring(whole.indexOf("\r\n\r\n") + 4));
    assertThat(json.get("remedy").textValue()).matches("['A-Z].+\\.");
    assertThat(json.get("message").textValue()).endsWith(". " + json.get("remedy").textValue());
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void refusal_each_isJsonInAllSpellingsAndOpensNothingToABrowser(Refusal refusal) throws Exception {
    String whole = encoded(refusal.answer(), false, false);
    String head = whole.substring(0, whole.indexOf("\r\n\r\n") + 2);
    String body = whole.substring(whole.indexOf("\r\n\r\n") + 4);
    var json = new ObjectMapper().readTree(body);

    assertThat(head).contains("Content-Type: application/json\r\n", "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control", "www-authenticate",
        "server:", "location");
    assertThat(json.properties()).extracting(e -> e.getKey()).startsWith("code", "message", "Code", "Message")
        .hasSize(json.has("remedy") ? 5 : 4);
    assertThat(json.get("code")).isEqualTo(json.get("Code"));
    assertThat(json.get("message")).isEqualTo(json.get("Message"));
    assertThat(json.get("message").textValue()).endsWith(".");
    assertThat(head.contains("Allow: GET, HEAD\r\n")).isEqualTo(refusal == Refusal.METHOD);
  }
}
