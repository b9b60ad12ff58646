package io.credentialbroker.core.sts;

import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** From recipe steps to the SDK's requests: every component of a step, and an empty list as nothing at all. */
final class StsRequests {
  private StsRequests() {}

  static AssumeRoleRequest.Builder assumeRole(Recipe.AssumeRole step, @Nullable Secret code) {
    AssumeRoleOptions options = step.options();
    var request = AssumeRoleRequest.builder()
        .roleArn(step.roleArn())
        .roleSessionName(options.sessionName())
        .durationSeconds(seconds(options.duration()))
        .externalId(options.externalId())
        .sourceIdentity(options.sourceIdentity())
        .policy(options.policy().document())
        .serialNumber(serial(options.mfa(), code))
        .tokenCode(code == null ? null : code.reveal());
    if (!options.policy().arns().isEmpty()) {
      request.policyArns(policies(options.policy().arns()));
    }
    if (!options.tags().isEmpty()) {
      request.tags(tags(options.tags()));
    }
    if (!options.transitiveTagKeys().isEmpty()) {
      request.transitiveTagKeys(options.transitiveTagKeys());
    }
    return request;
  }

  static GetSessionTokenRequest.Builder sessionToken(Recipe.SessionToken step, @Nullable Secret code) {
    return GetSessionTokenRequest.builder()
        .durationSeconds(seconds(step.duration()))
        .serialNumber(serial(step.mfa(), code))
        .tokenCode(code == null ? null : code.reveal());
  }

  static GetFederationTokenRequest.Builder federationToken(Recipe.FederationToken step) {
    var request = GetFederationTokenRequest.builder()
        .name(step.name())
        .durationSeconds(seconds(step.duration()))
        .policy(step.policy().document());
    if (!step.policy().arns().isEmpty()) {
      request.policyArns(policies(step.policy().arns()));
    }
    if (!step.tags().isEmpty()) {
      request.tags(tags(step.tags()));
    }
    return request;
  }

  static AssumeRoleWithWebIdentityRequest webIdentity(Recipe.WebIdentity step, Secret token) {
    var request = AssumeRoleWithWebIdentityRequest.builder()
        .roleArn(step.roleArn())
        .roleSessionName(step.sessionName())
        .durationSeconds(seconds(step.duration()))
        .webIdentityToken(token.reveal())
        .policy(step.policy().document());
    if (!step.policy().arns().isEmpty()) {
      request.policyArns(policies(step.policy().arns()));
    }
    return request.build();
  }

  static AssumeRoleWithSamlRequest saml(Recipe.Saml step, SamlAssertion assertion) {
    var request = AssumeRoleWithSamlRequest.builder()
        .roleArn(assertion.roleArn())
        .principalArn(assertion.providerArn())
        .samlAssertion(assertion.base64().reveal())
        .policy(step.policy().document());
    if (assertion.duration() != null) {
      request.durationSeconds(seconds(assertion.duration()));
    }
    if (!step.policy().arns().isEmpty()) {
      request.policyArns(policies(step.policy().arns()));
    }
    return request.build();
  }

  private static @Nullable String serial(@Nullable MfaDevice device, @Nullable Secret code) {
    return device == null || code == null ? null : device.serial();
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  private static List<PolicyDescriptorType> policies(List<String> arns) {
    return arns.stream().map(arn -> PolicyDescriptorType.builder().arn(arn).build()).toList();
  }

  private static List<Tag> tags(List<SessionTag> tags) {
    return tags.stream().map(tag -> Tag.builder().key(tag.key()).value(tag.value()).build()).toList();
  }
}
