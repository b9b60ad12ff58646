package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.identity.IdToken;
import io.credentialbroker.sandbox.identity.OidcIssuer;
import io.credentialbroker.sandbox.platform.Job;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformTest {
  private static final OidcIssuer ISSUER = new OidcIssuer("https://token.actions.githubusercontent.com");

  private final Rig rig = new Rig();
  private final Http http = new Http(rig.sandbox.endpoint());
  private final URI github = rig.sandbox.addGithubJob(
      new Job("build", ISSUER, "request-token", "repo:acme/app:ref:refs/heads/main",
          "https://github.com/acme"));
  private final URI hcp = rig.sandbox.addHcpRun(new Job("run", ISSUER, "run-token",
      "organization:acme:project:p:workspace:w:run_phase:apply", "aws.workload.identity"));

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  @Test
  void github_withAudience_givesATokenForIt() throws Exception {
    HttpResponse<String> answer = ask(github + "&audience=sts.amazonaws.com", "bearer request-token");

    IdToken token = Objects.requireNonNull(IdToken.parse(Http.json(answer).path("value").asText()));
    assertThat(token.audiences()).containsExactly("sts.amazonaws.com");
    assertThat(token.text("sub")).isEqualTo("repo:acme/app:ref:refs/heads/main");
    assertThat(token.instant("exp")).isEqualTo(rig.clock.instant().plusSeconds(300));
  }

  @Test
  void github_withoutAudience_givesOneForTheOwner() throws Exception {
    String value = Http.json(ask(github.toString(), "Bearer request-token")).path("value").asText();

    assertThat(Objects.requireNonNull(IdToken.parse(value)).audiences())
        .containsExactly("https://github.com/acme");
  }

  @Test
  void github_wrongRequestToken_isUnauthorized() throws Exception {
    assertThat(ask(github.toString(), "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(http.send("GET", github.getPath(), "").statusCode()).isEqualTo(401);
    assertThat(ask("/github/none", "Bearer request-token").statusCode()).isEqualTo(404);
  }

  @Test
  void hcp_run_getsABareToken() throws Exception {
    IdToken token = Objects.requireNonNull(IdToken.parse(ask(hcp.toString(), "Bearer run-token").body()));

    assertThat(token.audiences()).containsExactly("aws.workload.identity");
    assertThat(token.text("sub")).endsWith("run_phase:apply");
  }

  /** Verified with the published key by the JDK alone, as any other relying party would. */
  @Test
  void keySet_published_verifiesTheTokens() throws Exception {
    URI keys = URI.create(Http.json(http.send("GET", "/github/build/.well-known/openid-configuration", ""))
        .path("jwks_uri").asText());
    var key = Http.json(http.send("GET", keys.getPath(), "")).path("keys").path(0);
    var decoder = Base64.getUrlDecoder();
    var publicKey = KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(new BigInteger(1, decoder.decode(key.path("n").asText())),
            new BigInteger(1, decoder.decode(key.path("e").asText()))));
    String[] parts = ask(hcp.toString(), "Bearer run-token").body().split("\\.", -1);

    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey);
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(decoder.decode(parts[2]))).isTrue();
    assertThat(key.path("kid").asText()).isEqualTo(ISSUER.keyId());
  }

  private HttpResponse<String> ask(String target, String authorization) throws Exception {
    return http.send("GET", target, "", "Authorization", authorization);
  }
}
