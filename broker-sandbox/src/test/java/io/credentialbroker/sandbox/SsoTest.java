package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.sandbox.sso.SignIns;
import io.credentialbroker.sandbox.world.SsoAssignment;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.sso.model.SsoException;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.AuthorizationPendingException;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;
import software.amazon.awssdk.services.ssooidc.model.ExpiredTokenException;
import software.amazon.awssdk.services.ssooidc.model.InvalidClientException;
import software.amazon.awssdk.services.ssooidc.model.InvalidGrantException;
import software.amazon.awssdk.services.ssooidc.model.RegisterClientResponse;
import software.amazon.awssdk.services.ssooidc.model.SlowDownException;
import software.amazon.awssdk.services.ssooidc.model.StartDeviceAuthorizationResponse;
import software.amazon.awssdk.services.ssooidc.model.UnsupportedGrantTypeException;

class SsoTest {
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final Rig rig = new Rig();
  private final SsoOidcClient oidc = SsoOidcClient.builder().endpointOverride(rig.sandbox.endpoint())
      .region(Region.EU_CENTRAL_1).credentialsProvider(AnonymousCredentialsProvider.create())
      .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  private final SsoClient portal = SsoClient.builder().endpointOverride(rig.sandbox.endpoint())
      .region(Region.EU_CENTRAL_1).credentialsProvider(AnonymousCredentialsProvider.create())
      .httpClientBuilder(UrlConnectionHttpClient.builder()).build();

  SsoTest() {
    rig.sandbox.world().put(SsoAssignment.of(Rig.ACCOUNT, "Developer", Rig.ROLE))
        .put(SsoAssignment.of(Rig.ACCOUNT, "Auditor", Rig.ROLE));
  }

  @AfterEach
  void stop() {
    oidc.close();
    portal.close();
    rig.close();
  }

  @Test
  void device_fromRegistrationToCredentials_works() throws Exception {
    RegisterClientResponse client = register();
    StartDeviceAuthorizationResponse device = start(client);
    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(AuthorizationPendingException.class);

    try (var person = new Http(rig.sandbox.endpoint())) {
      URI page = URI.create(device.verificationUriComplete());
      assertThat(person.send("GET", page.getPath() + "?" + page.getQuery(), "").body())
          .contains("Nothing here is real");
    }
    CreateTokenResponse tokens = redeem(client, device);

    assertThat(tokens.tokenType()).isEqualTo("Bearer");
    assertThat(tokens.expiresIn()).isEqualTo(3600);
    assertThat(credentials(tokens.accessToken(), "Developer").expiration())
        .isEqualTo(rig.clock.instant().plusSeconds(3600).toEpochMilli());
    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(InvalidGrantException.class);
  }

  @Test
  void device_askingTooOften_isToldToSlowDown() {
    RegisterClientResponse client = register();
    StartDeviceAuthorizationResponse device = start(client);

    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(AuthorizationPendingException.class);
    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(SlowDownException.class);
    rig.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(AuthorizationPendingException.class);
  }

  @Test
  void device_afterTenMinutes_isExpired() {
    RegisterClientResponse client = register();
    StartDeviceAuthorizationResponse device = start(client);
    rig.clock.advance(Duration.ofMinutes(10));

    assertThatThrownBy(() -> redeem(client, device)).isInstanceOf(ExpiredTokenException.class);
    assertThat(rig.sandbox.signIns().approve(device.userCode(), "late")).isFalse();
  }

  @Test
  void refresh_once_givesNewTokensAndIsSpent() {
    RegisterClientResponse client = register();
    SignIns.Tokens old = rig.sandbox.signIns().issue("alice");

    CreateTokenResponse fresh = refresh(client, old.refresh());
    assertThat(fresh.accessToken()).isNotEqualTo(old.access());
    assertThat(credentials(fresh.accessToken(), "Auditor").accessKeyId()).startsWith("ASIA");
    assertThatThrownBy(() -> refresh(client, old.refresh())).isInstanceOf(InvalidGrantException.class);
  }

  @Test
  void client_unknownOrExpired_isInvalid() {
    RegisterClientResponse client = register();
    String token = rig.sandbox.signIns().issue("alice").refresh();

    assertThatThrownBy(
        () -> oidc.createToken(request -> request.clientId(client.clientId()).clientSecret("wrong")
            .grantType("refresh_token").refreshToken(token)))
        .isInstanceOf(InvalidClientException.class);
    rig.clock.advance(Duration.ofDays(90));
    assertThatThrownBy(() -> refresh(client, token)).isInstanceOf(InvalidClientException.class);
  }

  @Test
  void grant_unsupported_isRefused() {
    RegisterClientResponse client = register();

    assertThatThrownBy(() -> oidc.createToken(request -> request.clientId(client.clientId())
        .clientSecret(client.clientSecret()).grantType("password")))
        .isInstanceOf(UnsupportedGrantTypeException.class);
  }

  @Test
  void credentials_ofARole_areAcceptedBySts() {
    RoleCredentials role = credentials(rig.sandbox.signIns().issue("alice").access(), "Developer");
    var session = AwsSessionCredentials.create(role.accessKeyId(), role.secretAccessKey(),
        role.sessionToken());

    assertThat(StsClients.of(rig.sandbox.endpoint(), session, rig.clock).getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/alice");
  }

  @Test
  void token_expiredRevokedOrUnknown_isUnauthorized() {
    String access = rig.sandbox.signIns().issue("alice").access();
    rig.clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> credentials(access, "Developer")).isInstanceOf(UnauthorizedException.class);

    String revoked = rig.sandbox.signIns().issue("alice").access();
    rig.sandbox.signIns().revokeAll();
    assertThatThrownBy(() -> credentials(revoked, "Developer")).isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(() -> credentials("nonsense", "Developer")).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void logout_thenAsk_isUnauthorized() {
    String access = rig.sandbox.signIns().issue("alice").access();
    portal.logout(request -> request.accessToken(access));

    assertThatThrownBy(() -> credentials(access, "Developer")).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void role_notAssigned_isForbidden() {
    String access = rig.sandbox.signIns().issue("alice").access();

    assertThatThrownBy(() -> credentials(access, "Emperor")).isInstanceOfSatisfying(SsoException.class,
        e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @Test
  void lists_ofASignedInPerson_nameAccountsAndRoles() {
    String access = rig.sandbox.signIns().issue("alice").access();

    assertThat(portal.listAccounts(request -> request.accessToken(access)).accountList()).singleElement()
        .satisfies(account -> assertThat(account.accountId()).isEqualTo(Rig.ACCOUNT));
    assertThat(
        portal.listAccountRoles(request -> request.accessToken(access).accountId(Rig.ACCOUNT)).roleList())
        .extracting(role -> role.roleName()).containsExactly("Developer", "Auditor");
  }

  private RegisterClientResponse register() {
    return oidc.registerClient(request -> request.clientName("test").clientType("public"));
  }

  private StartDeviceAuthorizationResponse start(RegisterClientResponse client) {
    return oidc.startDeviceAuthorization(request -> request.clientId(client.clientId())
        .clientSecret(client.clientSecret()).startUrl("https://sandbox.awsapps.com/start"));
  }

  private CreateTokenResponse redeem(RegisterClientResponse client, StartDeviceAuthorizationResponse device) {
    return oidc.createToken(request -> request.clientId(client.clientId()).clientSecret(client.clientSecret())
        .grantType(DEVICE_GRANT).deviceCode(device.deviceCode()));
  }

  private CreateTokenResponse refresh(RegisterClientResponse client, String token) {
    return oidc.createToken(request -> request.clientId(client.clientId()).clientSecret(client.clientSecret())
        .grantType("refresh_token").refreshToken(token));
  }

  private RoleCredentials credentials(String access, String role) {
    return portal
        .getRoleCredentials(request -> request.accessToken(access).accountId(Rig.ACCOUNT).roleName(role))
        .roleCredentials();
  }
}
