package io.credentialbroker.server.ecs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.Vend.Denied;
import io.credentialbroker.core.Vend.Granted;
import io.credentialbroker.core.Vend.MfaNeeded;
import io.credentialbroker.core.Vend.SignInNeeded;
import io.credentialbroker.core.Vend.Unavailable;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.pipeline.Answer;
import io.credentialbroker.server.pipeline.Protocol;
import io.credentialbroker.server.pipeline.Status;

/**
 * From a {@link Vend} to HTTP: the one place where that is decided. 4xx means that asking again does not help,
 * 5xx with {@code Retry-After} that it does; 404 is kept for unknown paths, since the Java SDK hides its
 * message.
 *
 * <p>The answer for a session is made once and kept as long as somebody holds the session: an SDK with a
 * session of 15 minutes asks at every signing.
 */
final class VendAnswers implements Protocol {
  private final SessionFormat format;
  private final Cache<RoleSession, Answer> ready = Caffeine.newBuilder().weakKeys().executor(Runnable::run)
      .build();

  VendAnswers(SessionFormat format) {
    this.format = format;
  }

  @Override
  public Answer answerTo(ProfileName profile, Vend vend) {
    return switch (vend) {
      case Granted(var session) -> granted(profile, session);
      case Denied(var kind, var code, var told) -> Answer.error(switch (kind) {
        case UNKNOWN_PROFILE, BAD_CONFIGURATION -> Status.BAD_REQUEST;
        case NOT_GRANTED, LOCKED, REFUSED_UPSTREAM -> Status.FORBIDDEN;
      }, code, told);
      case MfaNeeded(var told) -> Answer.error(Status.FORBIDDEN, "MfaRequired", told);
      case SignInNeeded(var told) -> Answer.error(Status.FORBIDDEN, "SignInRequired", told);
      case Unavailable(var failure, var retryAfter, _) -> Answer.retryLater(Status.UNAVAILABLE,
          failure.upstreamCode() == null ? "Unavailable" : failure.upstreamCode(),
          failure.told().after("profile '" + profile + "', "), retryAfter.plusMillis(999).toSeconds());
    };
  }

  private Answer granted(ProfileName profile, RoleSession session) {
    Answer answer = ready.getIfPresent(session);
    if (answer == null) {
      answer = Answer.json(Status.OK, format.bodyOf(profile, session));
      ready.put(session, answer);
    }
    return answer;
  }
}
