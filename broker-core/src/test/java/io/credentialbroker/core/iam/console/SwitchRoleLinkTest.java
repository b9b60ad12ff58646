package io.credentialbroker.core.iam.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.iam.RoleArn;
import io.credentialbroker.core.iam.console.SwitchRoleLink.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchRoleLinkTest {
  private static final RoleArn DEPLOY = RoleArn.require("arn:aws:iam::123456789012:role/deploy");

  @ParameterizedTest
  @CsvSource({ "aws, https://signin.aws.amazon.com/switchrole",
      "aws-cn, https://signin.amazonaws.cn/switchrole",
      "aws-us-gov, https://signin.amazonaws-us-gov.com/switchrole"})
  void of_eachPartition_hasItsHost(String partition, String address) {
    var role = new RoleArn(partition, "123456789012", "/", "deploy");

    assertThat(uri(Request.to(role))).isEqualTo(address + "?account=123456789012&roleName=deploy");
  }

  @Test
  void of_pathNameAndColor_areWrittenIntoTheLink() {
    RoleArn role = RoleArn.require("arn:aws:iam::123456789012:role/team/a/d+e=,.@-f");
    var request = new Request(role, "Déploy & run", "#99BCE3", false, "arn:aws:iam::111122223333:user/alice");

    assertThat(uri(request)).isEqualTo("https://signin.aws.amazon.com/switchrole?account=123456789012"
        + "&roleName=team/a/d%2Be%3D%2C.%40-f&displayName=D%C3%A9ploy%20%26%20run&color=99BCE3");
  }

  @Test
  void of_externalId_isNotPossible() {
    assertThat(reason(new Request(DEPLOY, null, null, true, null))).contains("external id");
  }

  @Test
  void of_rootUser_isNotPossible() {
    assertThat(reason(new Request(DEPLOY, null, null, false, "arn:aws:iam::111122223333:root")))
        .contains("root user");
  }

  @Test
  void of_callerOfAnotherPartition_isNotPossible() {
    assertThat(reason(new Request(DEPLOY, null, null, false, "arn:aws-cn:iam::111122223333:user/alice")))
        .contains("aws-cn");
  }

  @Test
  void of_unknownPartition_isNotPossible() {
    assertThat(reason(Request.to(new RoleArn("aws-iso", "123456789012", "/", "deploy")))).contains("aws-iso");
  }

  @Test
  void of_pathAndNameOver64Characters_isNotPossible() {
    String path = "/" + "p".repeat(53) + "/";

    assertThat(uri(Request.to(new RoleArn("aws", "123456789012", path, "0123456789"))))
        .contains("0123456789");
    assertThat(reason(Request.to(new RoleArn("aws", "123456789012", path, "0123456789x"))))
        .contains("65 characters");
    assertThat(uri(Request.to(new RoleArn("aws", "123456789012", "/", "r".repeat(64))))).contains("rrrr");
  }

  @ParameterizedTest
  @ValueSource(strings = { "red", "12345", "1234567", "##12345"})
  void request_badColor_isRefused(String color) {
    assertThatThrownBy(() -> new Request(DEPLOY, null, color, false, null)).hasMessageContaining("colour");
  }

  @Test
  void request_badDisplayName_isRefused() {
    assertThatThrownBy(() -> new Request(DEPLOY, " ", null, false, null))
        .hasMessageContaining("display name");
    assertThatThrownBy(() -> new Request(DEPLOY, "x".repeat(65), null, false, null))
        .hasMessageContaining("64");
  }

  private static String uri(Request request) {
    assertThat(SwitchRoleLink.of(request)).isInstanceOf(SwitchRoleLink.Link.class);
    return ((SwitchRoleLink.Link) SwitchRoleLink.of(request)).uri().toString();
  }

  private static String reason(Request request) {
    assertThat(SwitchRoleLink.of(request)).isInstanceOf(SwitchRoleLink.NotPossible.class);
    var no = (SwitchRoleLink.NotPossible) SwitchRoleLink.of(request);
    assertThat(no.remedy()).endsWith(".");
    return no.reason();
  }
}
