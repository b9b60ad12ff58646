package io.credentialbroker.core.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
  @Test
  void parse_arn_keepsColonsOfTheResource() {
    assertThat(Arn.parse("arn:aws:logs:eu-west-1:123456789012:log-group:/a:*"))
        .contains(new Arn("aws", "logs", "eu-west-1", "123456789012", "log-group:/a:*"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "arn", "arn:aws:iam::123456789012", "arn:aws:iam::123456789012:",
      "arn:azure:iam::1:role/a", "ARN:aws:iam::123456789012:role/a", "arn:aws:::123456789012:role/a"})
  void parse_noArn_isEmpty(String text) {
    assertThat(Arn.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "arn:aws:iam::123456789012:role/deploy",
      "arn:aws-cn:iam::123456789012:role/a/b/deploy",
      "arn:aws-us-gov:iam::123456789012:role/d_+=,.@-", "arn:aws-iso-b:iam::123456789012:role/x"})
  void roleArn_eachPartitionAndPath_isReadAndWrittenAlike(String text) {
    assertThat(RoleArn.require(text)).hasToString(text);
    assertThat(Arn.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = { "arn:aws:iam::12345678901:role/a", "arn:aws:iam::123456789012:user/a",
      "arn:aws:iam::123456789012:role/", "arn:aws:iam::123456789012:role/a b",
      "arn:aws:iam::123456789012:role/*",
      "arn:aws:iam:eu-west-1:123456789012:role/a", "arn:aws:sts::123456789012:assumed-role/a/b", "deploy",
      "arn:aws:iam::123456789012:role//"})
  void roleArn_noRole_isRefusedWithAnExample(String text) {
    assertThat(RoleArn.parse(text)).isEmpty();
    assertThatThrownBy(() -> RoleArn.require(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text).hasMessageContaining("arn:aws:iam::123456789012:role/NAME");
  }

  @Test
  void roleArn_limits_areThoseOfIam() {
    String prefix = "arn:aws:iam::123456789012:role/";

    assertThat(RoleArn.parse(prefix + "r".repeat(64))).isPresent();
    assertThat(RoleArn.parse(prefix + "r".repeat(65))).isEmpty();
    assertThat(RoleArn.parse(prefix + "p".repeat(500) + "/" + "r".repeat(10))).isPresent();
    assertThat(RoleArn.parse(prefix + "p".repeat(500) + "/" + "r".repeat(11))).isEmpty();
  }

  @Test
  void roleArn_pathAndName_hasNoLeadingSlash() {
    assertThat(RoleArn.require("arn:aws:iam::123456789012:role/team/a/deploy").pathAndName())
        .isEqualTo("team/a/deploy");
    assertThat(RoleArn.require("arn:aws:iam::123456789012:role/deploy").pathAndName()).isEqualTo("deploy");
  }

  @Test
  void roleArn_parts_areChecked() {
    assertThatThrownBy(() -> new RoleArn("azure", "123456789012", "/", "a"))
        .hasMessageContaining("partition");
    assertThatThrownBy(() -> new RoleArn("aws", "1", "/", "a")).hasMessageContaining("twelve digits");
    assertThatThrownBy(() -> new RoleArn("aws", "123456789012", "a", "a")).hasMessageContaining("role path");
    assertThatThrownBy(() -> new RoleArn("aws", "123456789012", "/", "a/b"))
        .hasMessageContaining("role name");
  }
}
