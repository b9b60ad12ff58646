package io.credentialbroker.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/app";
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/app/me";

  @ParameterizedTest
  @ValueSource(strings = { "", "{", "[]", "{\"Statement\": []}", "{\"Statement\": {}}",
      "{\"Version\": \"2020-01-01\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"NotAction\": \"*\", \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [], \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [{}], \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Extra\": 1}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": 1}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Looks\": {\"a\": \"b\"}}}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}} trailing"})
  void identity_malformed_isRefused(String json) {
    assertThatThrownBy(() -> PolicyDocument.identity(json)).isInstanceOf(MalformedPolicyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = { "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {}, \"Action\": \"sts:AssumeRole\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"Users\": \"*\"}, \"Action\": \"sts:AssumeRole\"}}",
      "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\"}}"})
  void trust_malformed_isRefused(String json) {
    assertThatThrownBy(() -> PolicyDocument.trust(json)).isInstanceOf(MalformedPolicyException.class);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = { "`\"*\"`,ALLOWED", "`{\"AWS\": \"*\"}`,ALLOWED",
      "`{\"AWS\": \"arn:aws:iam::111122223333:role/app\"}`,ALLOWED",
      "`{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/app/me\"}`,ALLOWED",
      "`{\"AWS\": \"111122223333\"}`,ALLOWED_TO_ACCOUNT",
      "`{\"AWS\": \"arn:aws:iam::111122223333:root\"}`,ALLOWED_TO_ACCOUNT",
      "`{\"AWS\": [\"444455556666\", \"111122223333\"]}`,ALLOWED_TO_ACCOUNT",
      "`{\"AWS\": \"444455556666\"}`,SILENT",
      "`{\"AWS\": \"arn:aws:iam::111122223333:role/ap*\"}`,SILENT",
      "`{\"Federated\": \"accounts.google.com\"}`,SILENT",
      "`{\"Service\": \"ec2.amazonaws.com\"}`,SILENT"})
  void trust_principal_matchesAsIamDoes(String principal, Verdict expected) {
    PolicyDocument trust = PolicyDocument.trust(
        "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": " + principal
            + ", \"Action\": \"sts:AssumeRole\"}}");

    assertThat(
        trust.about(new Bearer.Aws("111122223333", List.of(SESSION, ROLE)), "sts:AssumeRole", new Facts()))
        .isEqualTo(expected);
  }

  @Test
  void trust_federatedPrincipal_matchesItsProviderOnly() {
    PolicyDocument trust = PolicyDocument.trust("""
        {"Statement": {"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"},
         "Action": "sts:AssumeRoleWithWebIdentity"}}""");

    assertThat(trust.about(new Bearer.Federated("accounts.google.com"), "sts:AssumeRoleWithWebIdentity",
        new Facts()))
        .isEqualTo(Verdict.ALLOWED);
    assertThat(
        trust.about(new Bearer.Federated("www.amazon.com"), "sts:AssumeRoleWithWebIdentity", new Facts()))
        .isEqualTo(Verdict.SILENT);
  }

  @Test
  void trust_notPrincipal_namesEverybodyElse() {
    PolicyDocument trust = PolicyDocument.trust("""
        {"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "sts:*"}}""");

    assertThat(trust.about(new Bearer.Aws("111122223333", List.of()), "sts:AssumeRole", new Facts()))
        .isEqualTo(Verdict.SILENT);
    assertThat(trust.about(new Bearer.Aws("444455556666", List.of()), "sts:AssumeRole", new Facts()))
        .isEqualTo(Verdict.DENIED);
  }

  @Test
  void about_denyBesideAllow_denies() {
    PolicyDocument policy = PolicyDocument.identity("""
        {"Version": "2012-10-17", "Statement": [
         {"Effect": "Allow", "Action": "sts:*", "Resource": "*"},
         {"Effect": "Deny", "Action": "STS:assumerole", "Resource": "arn:aws:iam::*:role/admin*"}]}""");

    assertThat(policy.about("sts:AssumeRole", ROLE, new Facts())).isEqualTo(Verdict.ALLOWED);
    assertThat(policy.about("sts:AssumeRole", "arn:aws:iam::1:role/administrator", new Facts()))
        .isEqualTo(Verdict.DENIED);
    assertThat(policy.about("s3:GetObject", ROLE, new Facts())).isEqualTo(Verdict.SILENT);
  }

  @Test
  void about_notActionAndNotResource_areTheOthers() {
    PolicyDocument policy = PolicyDocument.identity(
        """
            {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/app"}}""");

    assertThat(policy.about("sts:AssumeRole", "arn:aws:iam::111122223333:role/other", new Facts()))
        .isEqualTo(Verdict.ALLOWED);
    assertThat(policy.about("sts:AssumeRole", ROLE, new Facts())).isEqualTo(Verdict.SILENT);
    assertThat(policy.about("iam:GetRole", "*", new Facts())).isEqualTo(Verdict.SILENT);
  }
}
