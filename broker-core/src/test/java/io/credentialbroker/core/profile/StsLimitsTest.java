package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.profile.Found.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit of the STS API at both edges. */
class StsLimitsTest {
  private static final Found PLACE = found("");

  @Test
  void sessionName_edges_asStsSays() {
    edges(text -> StsLimits.sessionName(found(text)), 2, 64);
    assertThat(StsLimits.sessionName(found("aZ09_+=,.@-"))).isEqualTo("aZ09_+=,.@-");
    refused(() -> StsLimits.sessionName(found("a/b")));
  }

  @Test
  void externalId_edges_asStsSays() {
    edges(text -> StsLimits.externalId(found(text)), 2, 1224);
    assertThat(StsLimits.externalId(found("aZ09_+=,.@:/-"))).isEqualTo("aZ09_+=,.@:/-");
    refused(() -> StsLimits.externalId(found("a b")));
  }

  @Test
  void sourceIdentity_edges_asStsSays() {
    edges(text -> StsLimits.sourceIdentity(found(text)), 2, 64);
    refused(() -> StsLimits.sourceIdentity(found("aws:me")));
    refused(() -> StsLimits.sourceIdentity(found("AWS:me")));
  }

  @Test
  void mfaSerial_edges_asStsSays() {
    edges(text -> StsLimits.mfaSerial(found(text)), 9, 256);
    assertThat(StsLimits.mfaSerial(found("GAHT12345678"))).isEqualTo("GAHT12345678");
  }

  @Test
  void federatedUser_edges_asStsSays() {
    edges(text -> StsLimits.federatedUser(found(text)), 2, 32);
  }

  @Test
  void duration_edges_asStsSays() {
    assertThat(StsLimits.duration(found("900"), 43200)).isEqualTo(Duration.ofMinutes(15));
    assertThat(StsLimits.duration(found(" 43200 "), 43200)).isEqualTo(Duration.ofHours(12));
    assertThat(StsLimits.duration(found("129600"), 129600)).isEqualTo(Duration.ofHours(36));
    for (String wrong : List.of("899", "43201", "", "1e3", "0x384", "-900", "9000000000", "١٢٣٤")) {
      refused(() -> StsLimits.duration(found(wrong), 43200));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "arn:aws:iam::123456789012:role/r", "arn:aws-cn:iam::123456789012:role/a/b/r",
      "arn:aws-us-gov:iam::123456789012:role/service-role/x+=,.@-_"})
  void roleArn_ofARole_taken(String arn) {
    assertThat(StsLimits.roleArn(found(arn))).isEqualTo(arn);
  }

  @ParameterizedTest
  @ValueSource(strings = { "arn:aws:iam::123456789012:role/", "arn:aws:sts::123456789012:assumed-role/r/s",
      "arn:aws:iam::123456789012:role/a b", "arn:gcp:iam::123456789012:role/r",
      "arn:aws:iam::alias:role/name"})
  void roleArn_ofAnythingElse_refused(String arn) {
    refused(() -> StsLimits.roleArn(found(arn)));
  }

  @Test
  void roleArn_edges_asStsSays() {
    String head = "arn:aws:iam::1:role/";
    refused(() -> StsLimits.roleArn(found("arn:aws:iam::1:role")));
    assertThat(StsLimits.roleArn(found(head + "x".repeat(2048 - head.length())))).hasSize(2048);
    refused(() -> StsLimits.roleArn(found(head + "x".repeat(2049 - head.length()))));
  }

  @Test
  void policy_edges_asStsSays() {
    assertThat(StsLimits.policy(PLACE, inline("x".repeat(2048))).document()).hasSize(2048);
    refused(() -> StsLimits.policy(PLACE, inline("x".repeat(2049))));
    refused(() -> StsLimits.policy(PLACE, inline(" ")));
    refused(() -> StsLimits.policy(PLACE, inline("{\"Sid\": \"\u0100\"}")));
  }

  @Test
  void policyArns_edges_asStsSays() {
    assertThat(StsLimits.policy(PLACE, managed(10)).arns()).hasSize(10);
    refused(() -> StsLimits.policy(PLACE, managed(11)));
    refused(() -> StsLimits.policy(PLACE, new SessionPolicy(null, List.of("arn:aws:iam::aws:role/r"))));
  }

  @Test
  void tags_edges_asStsSays() {
    assertThat(StsLimits.tags(PLACE, tags(50))).hasSize(50);
    refused(() -> StsLimits.tags(PLACE, tags(51)));
    assertThat(StsLimits.tags(PLACE, List.of(new SessionTag("k".repeat(128), "v".repeat(256))))).hasSize(1);
    assertThat(StsLimits.tags(PLACE, List.of(new SessionTag("k", "")))).hasSize(1);
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("", "v"))));
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("k".repeat(129), "v"))));
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("k", "v".repeat(257)))));
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("k", "a;b"))));
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("aws:k", "v"))));
    refused(() -> StsLimits.tags(PLACE, List.of(new SessionTag("Team", "a"), new SessionTag("team", "b"))));
  }

  @Test
  void transitiveTagKeys_edges_asStsSays() {
    var fifty = new ArrayList<>(tags(50).stream().map(SessionTag::key).toList());
    assertThat(StsLimits.transitiveTagKeys(PLACE, fifty)).hasSize(50);
    fifty.add("one-more");
    refused(() -> StsLimits.transitiveTagKeys(PLACE, fifty));
    refused(() -> StsLimits.transitiveTagKeys(PLACE, List.of("")));
  }

  @Test
  void shown_longTextWithControls_cutAndClean() {
    assertThat(StsLimits.shown("a\u001b[31m" + "b".repeat(200))).hasSize(78).doesNotContain("\u001b");
  }

  private static void edges(UnaryOperator<String> check, int shortest, int longest) {
    assertThat(check.apply("x".repeat(shortest))).hasSize(shortest);
    assertThat(check.apply("x".repeat(longest))).hasSize(longest);
    refused(() -> check.apply("x".repeat(shortest - 1)));
    refused(() -> check.apply("x".repeat(longest + 1)));
  }

  private static void refused(ThrowingCallable check) {
    assertThatThrownBy(check).isInstanceOfSatisfying(ProfileProblemException.class, refusal -> {
      assertThat(refusal.problem().key()).isEqualTo("key");
      assertThat(refusal.problem().file()).isEqualTo("file:7");
      assertThat(refusal.problem().remedy()).isNotBlank();
    });
  }

  private static Found found(String text) {
    return new Found(new Place("file", "p", 7), "key", text);
  }

  private static SessionPolicy inline(String document) {
    return new SessionPolicy(document, List.of());
  }

  private static SessionPolicy managed(int count) {
    return new SessionPolicy(null, IntStream.range(0, count)
        .mapToObj(number -> "arn:aws:iam::123456789012:policy/p" + number).toList());
  }

  private static List<SessionTag> tags(int count) {
    return IntStream.range(0, count).mapToObj(number -> new SessionTag("k" + number, "v")).toList();
  }
}
