package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.model.Credentials;

class SignInTest {
  private final Rig rig = new Rig();
  private final Http http = new Http(rig.sandbox.endpoint());

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  @Test
  void signinToken_ofARoleSession_logsInOnce() throws Exception {
    String token = Http.json(signinToken(rig.assume(Rig.ROLE), "&SessionDuration=43200")).path("SigninToken")
        .asText();

    HttpResponse<String> page = login(token);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("assumed-role/deploy/test", "sandbox");
    assertThat(login(token).statusCode()).isEqualTo(400);
  }

  @Test
  void signinToken_afterFifteenMinutes_isNotAccepted() throws Exception {
    String token = Http.json(signinToken(rig.assume(Rig.ROLE), "")).path("SigninToken").asText();
    rig.clock.advance(Duration.ofMinutes(15));

    assertThat(login(token).statusCode()).isEqualTo(400);
  }

  @Test
  void signinToken_ofExpiredCredentials_isRefused() throws Exception {
    Credentials session = rig.assume(Rig.ROLE);
    rig.clock.advance(Duration.ofHours(1));

    HttpResponse<String> answer = signinToken(session, "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("expired").doesNotContain(session.secretAccessKey());
  }

  @ParameterizedTest
  @CsvSource({ "899", "43201", "long"})
  void signinToken_durationOutOfBounds_isRefused(String duration) throws Exception {
    assertThat(signinToken(rig.assume(Rig.ROLE), "&SessionDuration=" + duration).statusCode()).isEqualTo(400);
  }

  @Test
  void signinToken_ofASessionToken_isRefused() throws Exception {
    assertThat(signinToken(rig.alice().getSessionToken().credentials(), "").body())
        .contains("GetSessionToken");
  }

  @Test
  void signinToken_ofAFederatedUser_isGivenWithoutADuration() throws Exception {
    Credentials guest = rig.alice().getFederationToken(request -> request.name("guest")).credentials();

    assertThat(signinToken(guest, "").statusCode()).isEqualTo(200);
    assertThat(signinToken(guest, "&SessionDuration=3600").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({ "Action=nothing", "Action=getSigninToken&Session=%7B", "Action=getSigninToken&Session=%7B%7D",
      "Action=login&SigninToken=x"})
  void federation_otherRequests_areRefused(String query) throws Exception {
    assertThat(http.send("GET", "/federation?" + query, "").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> signinToken(Credentials session, String more) throws Exception {
    String json = "{\"sessionId\": \"%s\", \"sessionKey\": \"%s\", \"sessionToken\": \"%s\"}"
        .formatted(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    return http.send("GET", "/federation?Action=getSigninToken&Session=" + Http.encode(json) + more, "");
  }

  private HttpResponse<String> login(String token) throws Exception {
    return http.send("GET", "/federation?Action=login&Issuer=broker&Destination="
        + Http.encode("https://console.aws.amazon.com/") + "&SigninToken=" + token, "");
  }
}
