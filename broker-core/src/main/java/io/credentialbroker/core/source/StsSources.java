package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.sts.StsCalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The steps that are a call of STS: get what the call needs, then make it. */
final class StsSources {
  private final StsCalls sts;
  private final MfaCodes mfa;
  private final Tokens tokens;
  private final Executor blocking;

  StsSources(Surroundings surroundings, Tokens tokens) {
    this.sts = surroundings.sts();
    this.mfa = surroundings.mfa();
    this.blocking = surroundings.blocking();
    this.tokens = tokens;
  }

  CredentialSource assumeRole(Recipe.AssumeRole step, CredentialSource base) {
    return urgency -> attempt(step, () -> base.fetch(urgency)
        .thenCompose(caller -> withCode(step, step.options().mfa(), urgency,
            code -> sts.assumeRole(step, caller, code))));
  }

  CredentialSource sessionToken(Recipe.SessionToken step, CredentialSource base) {
    return urgency -> attempt(step, () -> base.fetch(urgency)
        .thenCompose(caller -> withCode(step, step.mfa(), urgency,
            code -> sts.sessionToken(step, caller, code))));
  }

  CredentialSource federationToken(Recipe.FederationToken step, CredentialSource base) {
    return urgency -> attempt(step,
        () -> base.fetch(urgency).thenCompose(caller -> sts.federationToken(step, caller)));
  }

  CredentialSource webIdentity(Recipe.WebIdentity step) {
    return _ -> attempt(step, () -> tokens.webIdentity(step.label(), step.token())
        .thenCompose(token -> sts.webIdentity(step, token)));
  }

  CompletableFuture<Secret> token(Recipe.WebIdentity step) {
    return tokens.webIdentity(step.label(), step.token());
  }

  CredentialSource saml(Recipe.Saml step) {
    return _ -> attempt(step, () -> tokens.assertion(step.label(), step.assertion())
        .thenCompose(text -> sts.saml(step, SamlResponse.read(step, text))));
  }

  /** The code is taken last, when the base is there: a code works once and must not be spent in vain. */
  private CompletableFuture<Credentials> withCode(Recipe step, @Nullable MfaDevice device, Urgency urgency,
      Call call) {
    if (device == null) {
      return call.with(null);
    }
    var need = new CodeNeed(device, SessionKey.of(step), urgency);
    return attempt(step, () -> call.with(mfa.take(need).orElseThrow(() -> none(step, need)))
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(afterTheCode(need, error)))
        .thenApply(got -> {
          mfa.accepted(need, got.expiration());
          return got;
        }));
  }

  private FailureException none(Recipe step, CodeNeed need) {
    String why = mfa.whyNone(need);
    return new FailureException(Failure.of(FailureReason.MFA_NEEDED, step.label(),
        "A one-time code of the MFA device " + need.device().serial() + " is needed."
            + (why.isEmpty() ? "" : ' ' + why),
        MfaCodes.REMEDY));
  }

  /**
   * What the failure of a call means that a code went with. A failure that would mend itself no longer does: the
   * code is spent, and trying again takes another.
   */
  private Throwable afterTheCode(CodeNeed need, Throwable error) {
    if (!(error instanceof FailureException failed)) {
      return error;
    }
    Failure failure = failed.failure();
    if (failure.reason() == FailureReason.MFA_NEEDED) {
      mfa.refused(need);
    }
    return failure.recoverable()
        ? new FailureException(Failure.of(FailureReason.MFA_NEEDED, failure.step(),
            failure.message() + " The one-time code that went with the call may be used up.",
            MfaCodes.REMEDY))
        : failed;
  }

  private CompletableFuture<Credentials> attempt(Recipe step, Supplier<CompletableFuture<Credentials>> body) {
    return Attempt.on(blocking, body, error -> Attempt.unexpected(step.label(), error));
  }

  private interface Call {
    CompletableFuture<Credentials> with(@Nullable Secret code);
  }
}
