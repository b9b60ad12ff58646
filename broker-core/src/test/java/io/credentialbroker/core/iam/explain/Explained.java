package io.credentialbroker.core.iam.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.PolicyDocument;
import io.credentialbroker.core.iam.explain.FailedCall.Asked;
import io.credentialbroker.core.iam.explain.FailedCall.Call;
import io.credentialbroker.core.iam.explain.FailedCall.Known;
import io.credentialbroker.core.iam.explain.FailedCall.Token;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that fail in tests, and what is looked at in their explanations. */
final class Explained {
  static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  static final String DENIED = "User: " + ALICE
      + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE;

  private Explained() {}

  static Asked asked() {
    return new Asked("deploy", ROLE, null, null, null, null, false, Duration.ofHours(1), false, null, null);
  }

  static List<LikelyCause> assumeRole(FailureReason reason, String message, Asked asked,
      @Nullable String caller) {
    return FailureExplanation
        .of(new FailedCall(Call.ASSUME_ROLE, reason, "AccessDenied", message, asked,
            new Known(caller, null)));
  }

  static List<LikelyCause> webIdentity(FailureReason reason, String message) {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, null,
        new Token("https://login.example.org", "app", "system:alice"));
    return FailureExplanation
        .of(new FailedCall(Call.ASSUME_ROLE_WITH_WEB_IDENTITY, reason, null, message, asked, Known.NOTHING));
  }

  static String because(List<LikelyCause> causes, Cause cause) {
    return causes.stream().filter(it -> it.cause() == cause).findFirst().orElseThrow().because();
  }

  static List<Mending> mendings(List<LikelyCause> causes, Cause cause) {
    return causes.stream().filter(it -> it.cause() == cause).findFirst().orElseThrow().mendings();
  }

  static String trust(List<LikelyCause> causes, Cause cause) {
    return mendings(causes, cause).stream().filter(Mending.TrustStatement.class::isInstance)
        .map(it -> ((Mending.TrustStatement) it).policy().compact()).findFirst().orElseThrow();
  }

  static List<PolicyDocument> policies(List<LikelyCause> causes) {
    return causes.stream().flatMap(it -> it.mendings().stream()).mapMulti((mending, out) -> {
      switch (mending) {
        case Mending.CallerPolicy allow -> out.accept(allow.policy());
        case Mending.TrustStatement trust -> out.accept(trust.policy());
        case Mending.ProfileKey key -> assertThat(key.value()).isNotBlank();
        case Mending.Step step -> assertThat(step.text()).isNotBlank();
      }
    }).map(PolicyDocument.class::cast).toList();
  }
}
