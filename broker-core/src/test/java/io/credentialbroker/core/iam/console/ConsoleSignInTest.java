package io.credentialbroker.core.iam.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSignInTest {
  private static final ConsoleSignIn AWS = ConsoleSignIn.in(AwsPartition.AWS);
  private static final Credentials SESSION = credentials(Secret.of("token/+=with \"signs\""));

  @ParameterizedTest
  @CsvSource({ "AWS, https://signin.aws.amazon.com/federation",
      "CHINA, https://signin.amazonaws.cn/federation",
      "GOV_CLOUD, https://signin.amazonaws-us-gov.com/federation"})
  void in_eachPartition_hasItsFederationEndpoint(AwsPartition partition, String endpoint) {
    assertThat(ConsoleSignIn.in(partition).federationEndpoint()).hasToString(endpoint);
  }

  @Test
  void tokenQuery_session_carriesItAsJson() throws Exception {
    Map<String, String> query = parsed(AWS.tokenQuery(SESSION, Duration.ofHours(12)).reveal());

    assertThat(query).containsOnlyKeys("Action", "SessionDuration", "Session")
        .containsEntry("Action", "getSigninToken")
        .containsEntry("SessionDuration", "43200");
    assertThat(new ObjectMapper().readTree(query.get("Session")))
        .isEqualTo(new ObjectMapper().createObjectNode()
            .put("sessionId", "ASIAEXAMPLE").put("sessionKey", "secret+key/")
            .put("sessionToken", "token/+=with \"signs\""));
  }

  @Test
  void tokenQuery_noDuration_isLeftOut() {
    assertThat(parsed(AWS.tokenQuery(SESSION, null).reveal())).doesNotContainKey("SessionDuration");
  }

  @ParameterizedTest
  @ValueSource(longs = { 0, 899, 43_201})
  void tokenQuery_durationOutOfRange_isRefused(long seconds) {
    assertThatThrownBy(() -> AWS.tokenQuery(SESSION, Duration.ofSeconds(seconds)))
        .hasMessageContaining("43200");
  }

  @Test
  void tokenQuery_longTermKeys_areRefusedWithoutQuotingThem() {
    assertThatThrownBy(() -> AWS.tokenQuery(credentials(null), null)).hasMessageContaining("assume a role")
        .hasMessageNotContaining("secret+key");
  }

  @Test
  void signInToken_answer_isTaken() {
    assertThat(AWS.signInToken("{\"SigninToken\":\"abc\"}")).isEqualTo(Secret.of("abc"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "<html>canary</html>", "{}", "{\"SigninToken\":\"\"}", "{\"SigninToken\":7}",
      "[]",
      "{\"SigninToken\":\"canary\""})
  void signInToken_malformedAnswer_isAFailureThatDoesNotQuoteIt(String answer) {
    FailureException thrown = catchThrowableOfType(FailureException.class, () -> AWS.signInToken(answer));

    assertThat(thrown.failure().reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(thrown.failure().toString() + thrown).doesNotContain("canary");
  }

  @Test
  void loginUrl_token_leadsToTheDestination() {
    Secret url = AWS.loginUrl(Secret.of("t+k"),
        URI.create("https://console.aws.amazon.com/s3/home?region=eu-west-1"),
        "https://example.org/");

    assertThat(url.reveal()).startsWith("https://signin.aws.amazon.com/federation?Action=login&");
    assertThat(parsed(url.reveal().substring(url.reveal().indexOf('?') + 1)))
        .containsEntry("Destination", "https://console.aws.amazon.com/s3/home?region=eu-west-1")
        .containsEntry("Issuer", "https://example.org/").containsEntry("SigninToken", "t+k");
    assertThat(url).hasToString("[secret]");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = { "AWS, '', -, https://console.aws.amazon.com/console/home",
      "AWS, s3, -, https://console.aws.amazon.com/s3/home",
      "AWS, s3, eu-central-1, https://console.aws.amazon.com/s3/home?region=eu-central-1",
      "CHINA, ddb, cn-north-1, https://console.amazonaws.cn/dynamodbv2/home?region=cn-north-1",
      "GOV_CLOUD, ssm, us-gov-west-1, https://console.amazonaws-us-gov.com/systems-manager/home?region=us-gov-west-1",
      "AWS, https://eu-west-1.console.aws.amazon.com/x, -, https://eu-west-1.console.aws.amazon.com/x"})
  void destination_serviceOrUrl_isAPageOfTheConsole(AwsPartition partition, String text,
      @Nullable String region,
      String page) {
    assertThat(ConsoleDestination.of(partition, text, region)).hasToString(page);
  }

  @ParameterizedTest
  @ValueSource(strings = { "https://evil.example/", "http://console.aws.amazon.com/",
      "https://aws.amazon.com.evil.example/",
      "https://u@console.aws.amazon.com/", "https://evilaws.amazon.com/", "https:// x",
      "javascript://console.aws.amazon.com",
      "S3", "../x", "a b"})
  void destination_elsewhere_isRefused(String text) {
    assertThatThrownBy(() -> ConsoleDestination.of(AwsPartition.AWS, text, null))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
  }

  @Test
  void destination_badRegion_isRefused() {
    assertThatThrownBy(() -> ConsoleDestination.of(AwsPartition.AWS, "s3", "x&y"))
        .hasMessageContaining("x&y");
  }

  private static Credentials credentials(@Nullable Secret token) {
    return new Credentials("ASIAEXAMPLE", Secret.of("secret+key/"), token, null, null, null);
  }

  private static Map<String, String> parsed(String query) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      values.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return values;
  }
}
