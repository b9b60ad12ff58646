package io.credentialbroker.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTest {
  private final Request request = new Request("POST", "/path%20x?a=1&b=%2B",
      new Headers().add("X-Name", "canary")
          .add("x-name", "second"),
      "c=d+e&f".getBytes(StandardCharsets.UTF_8));

  @Test
  void target_isSplitAndLeftEncoded() {
    assertThat(request.path()).isEqualTo("/path%20x");
    assertThat(request.query()).isEqualTo("a=1&b=%2B");
    assertThat(new Request("GET", "/", new Headers(), new byte[0]).query()).isEmpty();
  }

  @Test
  void parameters_areDecoded() {
    assertThat(request.queryParameters()).isEqualTo(Map.of("a", "1", "b", "+"));
    assertThat(request.formParameters()).isEqualTo(Map.of("c", "d e", "f", ""));
    assertThatThrownBy(() -> Request.decodeForm("a=%zz")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headers_haveNoCaseAndKeepTheirOrder() {
    assertThat(request.header("X-NAME")).isEqualTo("canary");
    assertThat(request.headers().all("x-Name")).containsExactly("canary", "second");
    assertThat(request.headers().has("other")).isFalse();
    assertThat(request.header("other")).isNull();
  }

  @Test
  void toString_anything_showsNoValues() {
    assertThat(request + " " + request.headers()).doesNotContain("canary", "a=1");
    assertThat(Answer.json(200, "canary").toString()).isEqualTo("200 application/json");
  }

  @Test
  void body_givenOut_isACopy() {
    request.body()[0] = 'X';

    assertThat(request.bodyText()).isEqualTo("c=d+e&f");
  }
}
