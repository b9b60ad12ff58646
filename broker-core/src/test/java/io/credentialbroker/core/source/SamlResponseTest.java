package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.sts.SamlAssertion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamlResponseTest {
  private static final String DEPLOY = "arn:aws:iam::123456789012:role/deploy";
  private static final String READ = "arn:aws:iam::123456789012:role/read";
  private static final String PROVIDER = "arn:aws:iam::123456789012:saml-provider/idp";

  @Test
  void read_xml_isSentAsBase64OfTheSameBytes() {
    String xml = response(value(DEPLOY + "," + PROVIDER), "");
    SamlAssertion assertion = SamlResponse.read(step(null, null, null), Secret.of(xml));
    assertThat(Base64.getDecoder().decode(assertion.base64().reveal())).asString(StandardCharsets.UTF_8)
        .isEqualTo(xml);
    assertThat(assertion.roleArn()).isEqualTo(DEPLOY);
    assertThat(assertion.providerArn()).isEqualTo(PROVIDER);
    assertThat(assertion.duration()).isNull();
  }

  @Test
  void read_base64WithLineBreaks_isUnderstood() {
    String xml = response(value(DEPLOY + "," + PROVIDER), "");
    String base64 = Base64.getMimeEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    assertThat(SamlResponse.read(step(null, null, null), Secret.of(base64)).roleArn()).isEqualTo(DEPLOY);
  }

  @Test
  void read_providerBeforeTheRole_isUnderstood() {
    SamlAssertion assertion = read(value(PROVIDER + " , " + DEPLOY), step(null, null, null));
    assertThat(assertion.roleArn()).isEqualTo(DEPLOY);
    assertThat(assertion.providerArn()).isEqualTo(PROVIDER);
  }

  @Test
  void read_twoRolesAndOneNamed_takesThatOne() {
    String values = value(READ + "," + PROVIDER) + value(DEPLOY + "," + PROVIDER);
    assertThat(read(values, step(DEPLOY, null, null)).roleArn()).isEqualTo(DEPLOY);
  }

  @Test
  void read_twoRolesAndNoneNamed_namesThem() {
    var failure = refusal(value(READ + "," + PROVIDER) + value(DEPLOY + "," + PROVIDER),
        step(null, null, null));
    assertThat(failure.failure().message()).contains("offers 2 roles", READ, DEPLOY);
  }

  @Test
  void read_aRoleThatIsNotOffered_saysSo() {
    assertThat(refusal(value(READ + "," + PROVIDER), step(DEPLOY, null, null)).failure().message())
        .contains(DEPLOY);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "<x/>", "<saml:AttributeValue>nothing</saml:AttributeValue>"})
  void read_noRoleAtAll_saysSo(String values) {
    assertThat(refusal(values, step(null, null, null)).failure().message()).contains("offers no role");
  }

  @Test
  void read_roleAndProviderConfigured_asksTheAssertionNothing() {
    SamlAssertion assertion = read("", step(DEPLOY, PROVIDER, Duration.ofHours(2)));
    assertThat(assertion.roleArn()).isEqualTo(DEPLOY);
    assertThat(assertion.duration()).isEqualTo(Duration.ofHours(2));
  }

  @ParameterizedTest
  @CsvSource({ "900,900", "43200,43200", "899,", "43201,", "soon,", "'',", "' 3600 ',3600"})
  void read_sessionDurationOfTheAssertion_isTakenWithinTheLimits(String given, @Nullable Long expected) {
    String xml = response(value(DEPLOY + "," + PROVIDER),
        "<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/SessionDuration\">" + value(given)
            + "</saml:Attribute>");
    assertThat(SamlResponse.read(step(null, null, null), Secret.of(xml)).duration())
        .isEqualTo(expected == null ? null : Duration.ofSeconds(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = { "canary!", "PGNhbmFyeQ==", "<canary", "<canary></wrong>",
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", "Y2FuYXJ5"})
  void read_whatIsNoSaml_isRefusedUnquoted(String text) {
    var thrown = catchThrowableOfType(FailureException.class,
        () -> SamlResponse.read(step(null, null, null), Secret.of(text)));
    assertThat(thrown.failure().reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(thrown.failure().toString()).doesNotContain("canary");
  }

  private static SamlAssertion read(String values, Recipe.Saml step) {
    return SamlResponse.read(step, Secret.of(response(values, "")));
  }

  private static FailureException refusal(String values, Recipe.Saml step) {
    return catchThrowableOfType(FailureException.class, () -> read(values, step));
  }

  private static String value(String text) {
    return "<saml:AttributeValue xmlns:xs=\"x\">" + text + "</saml:AttributeValue>";
  }

  private static String response(String roleValues, String more) {
    return "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
        + "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"><saml:Assertion><saml:AttributeStatement>"
        + "<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/Role\">" + roleValues
        + "</saml:Attribute>" + more + "</saml:AttributeStatement></saml:Assertion></samlp:Response>";
  }

  private static Recipe.Saml step(@Nullable String role, @Nullable String provider,
      @Nullable Duration duration) {
    return new Recipe.Saml(new TokenSource.File(Path.of("/a")), role, provider, duration, SessionPolicy.NONE,
        new StsEndpoint("eu-central-1", null, false, false));
  }
}
