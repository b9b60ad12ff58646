package io.credentialbroker.sandbox.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.http.Headers;
import io.credentialbroker.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of the Signature Version 4 test suite; the secret is the one of AWS's documentation. */
class PublishedSignaturesTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String DATE = "20150830T123600Z";

  @ParameterizedTest
  @CsvSource({ "GET,/,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
      "POST,/,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
      "GET,/?Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"})
  void sign_vanillaRequests_isThePublishedSignature(String method, String target, String signature) {
    assertThat(signature(method, target, headers(), List.of("host", "x-amz-date"), "")).isEqualTo(signature);
  }

  @Test
  void sign_form_isThePublishedSignature() {
    Headers headers = headers().add("Content-Type", "application/x-www-form-urlencoded");

    assertThat(
        signature("POST", "/", headers, List.of("content-type", "host", "x-amz-date"), "Param1=value1"))
        .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }

  @Test
  void canonical_severalValuesAndBlanks_areJoinedAndSqueezed() {
    Headers headers = headers().add("My-Header", "  a   b  c ").add("my-header", "d");

    assertThat(CanonicalRequest.of(request("GET", "/", headers, ""), List.of("host", "my-header")))
        .contains("\nmy-header:a b c,d\n");
  }

  @ParameterizedTest
  @CsvSource({ "/a%20b/c,/a%2520b/c", "/~a,/~a", "/a*b,/a%2Ab", "/,/"})
  void canonical_path_isEncodedOnceMore(String sent, String canonical) {
    assertThat(CanonicalRequest.of(request("GET", sent, headers(), ""), List.of("host")))
        .startsWith("GET\n" + canonical + "\n");
  }

  @ParameterizedTest
  @CsvSource({ "b=2&a=1,a=1&b=2", "a,a=", "a=b%20c,a=b%20c", "a=%7e,a=~", "a=1&a=0,a=0&a=1"})
  void canonical_query_isSortedAndNormalised(String sent, String canonical) {
    assertThat(CanonicalRequest.of(request("GET", "/?" + sent, headers(), ""), List.of("host")))
        .startsWith("GET\n/\n" + canonical + "\n");
  }

  private static Headers headers() {
    return new Headers().add("Host", "example.amazonaws.com").add("X-Amz-Date", DATE);
  }

  private static Request request(String method, String target, Headers headers, String body) {
    return new Request(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(String method, String target, Headers headers, List<String> signed,
      String body) {
    var authorization = new Authorization("AKIDEXAMPLE", "20150830", "us-east-1", "service", signed, "");
    String canonical = CanonicalRequest.of(request(method, target, headers, body), signed);
    return SigningKey.sign(SECRET, authorization,
        String.join("\n", "AWS4-HMAC-SHA256", DATE, authorization.scope(),
            CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8))));
  }
}
