package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

class AssumeRoleTest {
  private static final String TRUST_EXTERNAL_ID = """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"},
       "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "right"}}}}""";

  private final Rig rig = new Rig();
  private final StsClient alice = rig.alice();

  @AfterEach
  void stop() {
    alice.close();
    rig.close();
  }

  @Test
  void assumeRole_plain_givesAnHour() {
    AssumeRoleResponse answer = alice.assumeRole(Rig.role(Rig.ROLE).build());

    assertThat(answer.credentials().expiration()).isEqualTo("2026-01-01T13:00:00Z");
    assertThat(answer.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(answer.credentials().secretAccessKey()).hasSize(40);
    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/test");
    assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{17}:test");
    assertThat(answer.sourceIdentity()).isNull();
  }

  @Test
  void assumeRole_unknownRole_isRefusedLikeAForbiddenOne() {
    String nowhere = "arn:aws:iam::123456789012:role/nowhere";

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(nowhere).build()), 403, "AccessDenied",
        "User: " + Rig.ALICE + " is not authorized to perform: sts:AssumeRole on resource: " + nowhere);
  }

  @Test
  void assumeRole_crossAccountWithoutOwnPermission_isRefused() {
    rig.sandbox.world().put(IamUser.of(Rig.ALICE).withKey(Rig.ALICE_KEY.id(), Rig.ALICE_KEY.secret()));

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403, "AccessDenied",
        Rig.OTHER_ROLE);
    // In its own account, and named by the trust policy, she needs none.
    assertThat(alice.assumeRole(Rig.role(Rig.ROLE).build()).credentials()).isNotNull();
  }

  @Test
  void assumeRole_ownPolicyDenies_isRefusedThoughTrusted() {
    rig.sandbox.world()
        .put(IamUser.of(Rig.ALICE).withKey(Rig.ALICE_KEY.id(), Rig.ALICE_KEY.secret()).withPolicy(
            """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}"""));

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).build()), 403, "AccessDenied",
        "not authorized");
  }

  @Test
  void assumeRole_rootUser_isRefused() {
    rig.sandbox.world().put(IamUser.root(Rig.ACCOUNT).withKey("AKIAROOT000000000000", "root secret"));
    var key = new io.credentialbroker.sandbox.world.AccessKey("AKIAROOT000000000000", "root secret");

    Rig.assertRefused(
        () -> StsClients.of(rig.sandbox.endpoint(), key, rig.clock).assumeRole(Rig.role(Rig.ROLE).build()),
        403,
        "AccessDenied", "Roles may not be assumed by root accounts.");
  }

  @Test
  void assumeRole_externalId_mustBeTheRightOne() {
    rig.sandbox.world().put(IamRole.of(Rig.OTHER_ROLE, TRUST_EXTERNAL_ID));

    assertThat(alice.assumeRole(Rig.role(Rig.OTHER_ROLE).externalId("right").build()).credentials())
        .isNotNull();
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.OTHER_ROLE).externalId("wrong").build()), 403,
        "AccessDenied", "sts:AssumeRole");
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403, "AccessDenied",
        "sts:AssumeRole");
  }

  @ParameterizedTest
  @CsvSource({ "900,true", "899,false", "14400,true", "43200,false", "43201,false"})
  void assumeRole_duration_keepsTheLimitsOfApiAndRole(int seconds, boolean allowed) {
    var request = Rig.role(Rig.ROLE).durationSeconds(seconds).build();

    if (allowed) {
      assertThat(alice.assumeRole(request).credentials().expiration())
          .isEqualTo(rig.clock.instant().plusSeconds(seconds));
    } else {
      assertThat(Rig.refused(() -> alice.assumeRole(request)).awsErrorDetails().errorCode())
          .isEqualTo("ValidationError");
    }
  }

  @Test
  void assumeRole_durationOverTheRoles_namesMaxSessionDuration() {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).durationSeconds(14_401).build()), 400,
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }

  @Test
  void assumeRole_chained_isLimitedToAnHour() {
    rig.sandbox.world().put(IamRole.trusting(Rig.OTHER_ROLE, Rig.ROLE).withMaxSession(Duration.ofHours(12)));
    try (var chained = rig.as(rig.assume(Rig.ROLE))) {
      assertThat(
          chained.assumeRole(Rig.role(Rig.OTHER_ROLE).durationSeconds(3600).build()).assumedRoleUser().arn())
          .isEqualTo("arn:aws:sts::210987654321:assumed-role/partner/test");
      Rig.assertRefused(() -> chained.assumeRole(Rig.role(Rig.OTHER_ROLE).durationSeconds(3601).build()), 400,
          "ValidationError", "exceeds the 1 hour session limit for roles assumed by role chaining");
    }
  }

  @Test
  void assumeRole_severalLimitsBroken_namesAll() {
    Rig.assertRefused(
        () -> alice
            .assumeRole(Rig.role(Rig.ROLE).roleSessionName("a b").externalId("x").durationSeconds(1).build()),
        400,
        "ValidationError",
        "3 validation errors detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must"
            + " satisfy regular expression pattern: [\\w+=,.@-]*; Value '1' at 'durationSeconds'");
  }

  @ParameterizedTest
  @CsvSource({ "x,false", "xx,true", "64,true", "65,false", "ü-name,false"})
  void assumeRole_sessionName_keepsItsLimits(String name, boolean allowed) {
    String sessionName = name.matches("\\d+") ? "n".repeat(Integer.parseInt(name)) : name;
    var request = Rig.role(Rig.ROLE).roleSessionName(sessionName).build();

    if (allowed) {
      assertThat(alice.assumeRole(request).assumedRoleUser().arn()).endsWith("/" + sessionName);
    } else {
      Rig.assertRefused(() -> alice.assumeRole(request), 400, "ValidationError", "'roleSessionName'");
    }
  }

  @ParameterizedTest
  @CsvSource({ "this is no arn at all, this is no arn at all is invalid",
      "arn:aws:iam::123456789012:user/alice, Request ARN is invalid", "arn:aws, Member must have length"})
  void assumeRole_badArn_isAValidationError(String arn, String message) {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(arn).build()), 400, "ValidationError", message);
  }

  @Test
  void assumeRole_missingParameters_areNamed() {
    Rig.assertRefused(() -> alice.assumeRole(request -> request.roleSessionName("test")), 400,
        "ValidationError",
        "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void assumeRole_policyThatIsNoPolicy_isMalformed() {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).policy("{").build()), 400,
        "MalformedPolicyDocument", "");
  }

  @Test
  void assumeRole_policyTooLong_isRefused() {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).policy(" ".repeat(2049)).build()), 400,
        "ValidationError", "Member must have length less than or equal to 2048");
  }

  @Test
  void assumeRole_sessionPolicy_narrowsWhatTheSessionMayDo() {
    rig.sandbox.world().put(IamRole.trusting(Rig.OTHER_ROLE, Rig.ACCOUNT));
    String nothing = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}";
    AssumeRoleResponse narrow = alice.assumeRole(Rig.role(Rig.ROLE).policy(nothing).build());

    Rig.assertRefused(() -> rig.as(narrow.credentials()).assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403,
        "AccessDenied", "sts:AssumeRole");
  }

  @Test
  void assumeRole_manyLargeTags_areTooLargePacked() {
    Tag[] tags = IntStream.range(0, 50)
        .mapToObj(i -> Tag.builder().key("key-" + i).value(noise(i)).build()).toArray(Tag[]::new);

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).tags(tags).build()), 400,
        "PackedPolicyTooLarge",
        "% of allotted space, please use smaller policy.");
  }

  @Test
  void assumeRole_moreThanFiftyTags_isRefused() {
    Tag[] tags = IntStream.range(0, 51).mapToObj(i -> Tag.builder().key("k" + i).value("").build())
        .toArray(Tag[]::new);

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).tags(tags).build()), 400, "ValidationError",
        "'tags'");
  }

  @Test
  void assumeRole_elevenPolicyArns_isRefused() {
    var arns = IntStream.range(0, 11)
        .mapToObj(i -> software.amazon.awssdk.services.sts.model.PolicyDescriptorType.builder()
            .arn("arn:aws:iam::aws:policy/ReadOnly" + i).build())
        .toList();

    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).policyArns(arns).build()), 400,
        "LimitExceeded",
        "PolicyArns");
  }

  @Test
  void assumeRole_sourceIdentity_staysAlongTheChainAndCannotChange() {
    AssumeRoleResponse first = alice.assumeRole(Rig.role(Rig.ROLE).sourceIdentity("alice").build());
    assertThat(first.sourceIdentity()).isEqualTo("alice");
    Credentials session = first.credentials();
    rig.sandbox.world().put(IamRole.of(Rig.OTHER_ROLE, """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
         "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
         "Condition": {"StringLike": {"aws:SourceIdentity": "ali*"}}}]}""".formatted(Rig.ROLE)));

    assertThat(rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()).sourceIdentity())
        .isEqualTo("alice");
    Rig.assertRefused(
        () -> rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).sourceIdentity("bob").build()), 403,
        "AccessDenied", "source identity");
  }

  @Test
  void assumeRole_sourceIdentityWithoutPermission_namesTheAction() {
    rig.sandbox.world().put(IamRole.of(Rig.ROLE, TRUST_EXTERNAL_ID.replace("right", "team")));

    Rig.assertRefused(
        () -> alice.assumeRole(Rig.role(Rig.ROLE).externalId("team").sourceIdentity("alice").build()), 403,
        "AccessDenied", "sts:SetSourceIdentity");
  }

  @Test
  void assumeRole_reservedSourceIdentity_isRefused() {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).sourceIdentity("aws:me").build()), 400,
        "ValidationError", "'sourceIdentity'");
  }

  @Test
  void assumeRole_transitiveTag_reachesTheNextRoleAndCannotChange() {
    Tag project = Tag.builder().key("Project").value("moon").build();
    Credentials session = alice
        .assumeRole(Rig.role(Rig.ROLE).tags(project, Tag.builder().key("Stage").value("dev").build())
            .transitiveTagKeys("Project").build())
        .credentials();
    rig.sandbox.world()
        .put(IamRole.of(Rig.OTHER_ROLE,
            """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                 "Action": ["sts:AssumeRole", "sts:TagSession"],
                 "Condition": {"StringEquals": {"aws:PrincipalTag/Project": "moon", "aws:PrincipalTag/Stage": "dev"}}}]}"""
                .formatted(Rig.ROLE)));
    Tag changed = Tag.builder().key("project").value("mars").build();

    Credentials next = rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()).credentials();
    assertThat(rig.as(next).getCallerIdentity().account()).isEqualTo("210987654321");
    Rig.assertRefused(() -> rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).tags(changed).build()), 400,
        "InvalidParameterValue", "transitive tag");
  }

  @Test
  void assumeRole_transitiveKeyWithoutTag_isRefused() {
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.ROLE).transitiveTagKeys("Project").build()), 400,
        "InvalidParameterValue", "must be included in the requested tags");
  }

  @Test
  void assumeRole_sameTagTwice_isRefused() {
    Rig.assertRefused(
        () -> alice.assumeRole(Rig.role(Rig.ROLE)
            .tags(Tag.builder().key("A").value("1").build(), Tag.builder().key("a").value("2").build())
            .build()),
        400, "InvalidParameterValue", "Duplicate tag keys");
  }

  private static String noise(int seed) {
    return new java.util.Random(seed).ints(200, 'A', 'z').filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
