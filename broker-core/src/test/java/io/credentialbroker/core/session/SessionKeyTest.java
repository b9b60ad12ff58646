package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.MfaDevice.Mode;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two recipes that differ in anything at all make two sessions. */
class SessionKeyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Recipe KEYS = keys("AKIA1", "secret");
  private static final StsEndpoint ENDPOINT = new StsEndpoint("eu-central-1", null, false, false);
  private static final AssumeRoleOptions PLAIN = new AssumeRoleOptions("alice", HOUR, null);

  @Test
  void of_sameRecipe_isTheSameKey() {
    assertThat(SessionKey.of(role("deploy", PLAIN))).isEqualTo(SessionKey.of(role("deploy", PLAIN)));
  }

  @Test
  void of_anyParameterDiffers_isAnotherKey() {
    List<Recipe> recipes = List.of(KEYS, keys("AKIA2", "secret"), keys("AKIA1", "other secret"),
        new Recipe.StaticKeys("AKIA1", Secret.of("secret"), Secret.of("token"), null),
        new Recipe.StaticKeys("AKIA1", Secret.of("secret"), null, "123456789012"), new Recipe.Environment(),
        new Recipe.ContainerEndpoint(), new Recipe.Process("a b", null), new Recipe.Process("a", "b"),
        new Recipe.Process("a", null), new Recipe.Process("a", ""), new Recipe.Process("xty", ""),
        new Recipe.Process("x", "yt"),
        new Recipe.InstanceMetadata(URI.create("http://169.254.169.254"), HOUR, 1),
        new Recipe.InstanceMetadata(URI.create("http://[fd00:ec2::254]"), HOUR, 1),
        new Recipe.InstanceMetadata(URI.create("http://169.254.169.254"), HOUR, 2),
        new Recipe.InstanceMetadata(URI.create("http://169.254.169.254"), HOUR.plusSeconds(1), 1),
        webIdentity("/run/token"), webIdentity("/run/other"), role("deploy", PLAIN), role("Deploy", PLAIN),
        role("deploy", new AssumeRoleOptions("bob", HOUR, null)),
        role("deploy", new AssumeRoleOptions("alice", HOUR.plusSeconds(1), null)),
        role("deploy", new AssumeRoleOptions("alice", HOUR, "external")),
        role("deploy",
            options(new MfaDevice("arn:aws:iam::123456789012:mfa/alice", Mode.ROLE), null, List.of(),
                List.of())),
        role("deploy", options(null, "alice", List.of(), List.of())),
        role("deploy", options(null, null, List.of(new SessionTag("team", "a")), List.of())),
        role("deploy", options(null, null, List.of(new SessionTag("team", "b")), List.of())),
        role("deploy", options(null, null, List.of(new SessionTag("team", "a")), List.of("team"))),
        role("deploy", options(null, null, List.of(new SessionTag("team", "a"), new SessionTag("x", "y")),
            List.of())),
        new Recipe.AssumeRole(role("deploy", PLAIN), "deploy", PLAIN, ENDPOINT),
        new Recipe.AssumeRole(KEYS, "deploy", PLAIN, new StsEndpoint("eu-west-1", null, false, false)),
        new Recipe.AssumeRole(KEYS, "deploy", PLAIN, new StsEndpoint("eu-central-1", null, true, false)),
        new Recipe.AssumeRole(KEYS, "deploy", PLAIN, new StsEndpoint("eu-central-1", null, false, true)),
        new Recipe.AssumeRole(KEYS, "deploy", PLAIN,
            new StsEndpoint("eu-central-1", URI.create("http://127.0.0.1:1"), false, false)));

    assertThat(recipes).extracting(SessionKey::of).doesNotHaveDuplicates();
  }

  @Test
  void digest_holdsNothingOfTheSecretAndPrintsAsHexadecimal() {
    assertThat(SessionKey.of(KEYS).toString()).doesNotContain("secret");
    assertThat(SessionKey.of(KEYS).hex()).matches("[0-9a-f]{64}");
  }

  @Test
  void shortForm_isTheBeginningOfTheDigest() {
    SessionKey key = SessionKey.of(KEYS);

    assertThat(key.shortForm()).hasSize(12).isEqualTo(key.hex().substring(0, 12));
  }

  @Test
  void hex_readAgain_isTheSameKey() {
    SessionKey key = SessionKey.of(KEYS);

    assertThat(SessionKey.ofHex(key.hex())).isEqualTo(key).hasSameHashCodeAs(key).hasToString(key.hex());
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "ab", "0000000000000000000000000000000000000000000000000000000000000000f",
      "g000000000000000000000000000000000000000000000000000000000000000"})
  void hex_ofAnotherLengthOrWithOtherDigits_isRefused(String text) {
    assertThatThrownBy(() -> SessionKey.ofHex(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equals_anyOfTheFourNumbersDiffers_isAnotherKey() {
    var key = new SessionKey(1, 2, 3, 4);

    assertThat(key).isEqualTo(new SessionKey(1, 2, 3, 4)).isNotEqualTo(key.hex());
    assertThat(List.of(new SessionKey(0, 2, 3, 4), new SessionKey(1, 0, 3, 4), new SessionKey(1, 2, 0, 4),
        new SessionKey(1, 2, 3, 0))).doesNotContain(key);
  }

  @Test
  void fraction_ofManyKeys_isSpreadOverZeroToOne() {
    var fractions = IntStream.range(0, 1_000)
        .mapToDouble(i -> SessionKey.of(keys("AKIA" + i, "secret")).fraction()).summaryStatistics();

    assertThat(fractions.getMin()).isBetween(0.0, 0.02);
    assertThat(fractions.getMax()).isBetween(0.98, 1.0);
    assertThat(fractions.getAverage()).isBetween(0.45, 0.55);
    assertThat(SessionKey.ofHex("8" + "0".repeat(63)).fraction()).isEqualTo(0.5);
  }

  private static Recipe keys(String id, String secret) {
    return new Recipe.StaticKeys(id, Secret.of(secret), null, null);
  }

  private static Recipe webIdentity(String file) {
    return new Recipe.WebIdentity(new TokenSource.File(Path.of(file)), "deploy", "alice", HOUR,
        SessionPolicy.NONE,
        ENDPOINT);
  }

  private static Recipe role(String arn, AssumeRoleOptions options) {
    return new Recipe.AssumeRole(KEYS, arn, options, ENDPOINT);
  }

  private static AssumeRoleOptions options(@Nullable MfaDevice mfa,
      @Nullable String sourceIdentity, List<SessionTag> tags, List<String> transitive) {
    return new AssumeRoleOptions("alice", HOUR, null, mfa, sourceIdentity, tags, transitive,
        SessionPolicy.NONE);
  }
}
