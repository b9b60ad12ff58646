package io.credentialbroker.core.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowPolicyTest {
  private static final String DEPLOY = "arn:aws:iam::123456789012:role/deploy";
  private static final String READ = "arn:aws:iam::123456789012:role/team/read";
  private static final String OTHER = "arn:aws:iam::210987654321:role/audit";

  @Test
  void forRoles_rolesOfTwoAccounts_haveOneStatementEach() {
    GeneratedPolicy policy = AllowPolicy
        .forRoles(List.of(RoleToAssume.plain(READ), RoleToAssume.plain(OTHER), RoleToAssume.plain(DEPLOY)));

    assertThat(policy.warnings()).isEmpty();
    assertThat(policy.document().pretty()).isEqualTo("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AssumeRolesIn123456789012",
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Resource": [
                "arn:aws:iam::123456789012:role/deploy",
                "arn:aws:iam::123456789012:role/team/read"
              ]
            },
            {
              "Sid": "AssumeRolesIn210987654321",
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Resource": "arn:aws:iam::210987654321:role/audit"
            }
          ]
        }""");
  }

  @Test
  void forRoles_tagsAndSourceIdentity_areAllowedForThoseRolesOnly() {
    GeneratedPolicy policy = AllowPolicy
        .forRoles(List.of(RoleToAssume.plain(READ), new RoleToAssume(DEPLOY, true, true)));

    assertThat(policy.document().compact()).isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
        + "{\"Sid\":\"AssumeRolesIn123456789012\",\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\""
        + READ + "\"},{\"Sid\":\"AssumeRolesIn123456789012WithTagsWithSourceIdentity\",\"Effect\":\"Allow\","
        + "\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"],\"Resource\":\""
        + DEPLOY
        + "\"}]}");
  }

  @Test
  void forRoles_sameRoleTwice_isAllowedOnceWithBothNeeds() {
    GeneratedPolicy twice = AllowPolicy
        .forRoles(List.of(new RoleToAssume(DEPLOY, true, false), new RoleToAssume(DEPLOY, false, true)));

    assertThat(twice.document()).isEqualTo(AllowPolicy.forRoles(List.of(new RoleToAssume(DEPLOY, true, true)))
        .document());
  }

  @Test
  void forRoles_pattern_isTakenAndWarnedOf() {
    GeneratedPolicy policy = AllowPolicy
        .forRoles(List.of(RoleToAssume.plain("arn:aws:iam::123456789012:role/ci-*"),
            RoleToAssume.plain("arn:aws:iam::*:role/audit"), RoleToAssume.plain(DEPLOY)));

    assertThat(policy.warnings()).hasSize(2)
        .allSatisfy(warning -> assertThat(warning).contains("is a pattern"));
    assertThat(policy.document().compact()).contains("AssumeRolesInAny\"")
        .contains("arn:aws:iam::*:role/audit");
  }

  @Test
  void forRoles_moreThanAManagedPolicyHolds_isWarnedOf() {
    GeneratedPolicy policy = AllowPolicy.forRoles(IntStream.range(0, 150)
        .mapToObj(i -> RoleToAssume.plain("arn:aws:iam::123456789012:role/role-number-" + i)).toList());

    assertThat(policy.warnings()).singleElement().asString().contains("6144");
  }

  @Test
  void byPartition_rolesOfTwoPartitions_haveAPolicyEach() {
    List<RoleToAssume> roles = List.of(RoleToAssume.plain(DEPLOY),
        RoleToAssume.plain("arn:aws-cn:iam::123456789012:role/deploy"));

    assertThat(AllowPolicy.byPartition(roles)).containsOnlyKeys("aws", "aws-cn");
    assertThat(AllowPolicy.byPartition(roles).get("aws"))
        .isEqualTo(AllowPolicy.forRoles(List.of(RoleToAssume.plain(DEPLOY))));
    assertThatThrownBy(() -> AllowPolicy.forRoles(roles)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aws, aws-cn");
    assertThat(AllowPolicy.byPartition(List.of())).isEmpty();
  }

  @Test
  void forRoles_none_isRefused() {
    assertThatThrownBy(() -> AllowPolicy.forRoles(List.of())).isInstanceOfSatisfying(UnfitException.class,
        unfit -> assertThat(unfit.remedy()).contains("role_arn"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "*", "deploy", "arn:aws:iam::123456789012:user/alice",
      "arn:aws:iam::12345:role/deploy",
      "arn:aws:sts::123456789012:assumed-role/deploy/x"})
  void roleToAssume_noRole_isRefused(String arn) {
    assertThatThrownBy(() -> RoleToAssume.plain(arn)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + arn + "'");
  }
}
