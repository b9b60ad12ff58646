package io.credentialbroker.sandbox.session;

import org.jspecify.annotations.Nullable;

/**
 * Who signed a request.
 *
 * @param session the temporary credentials that were used; null for long-term keys
 */
public record Caller(Principal principal, @Nullable IssuedSession session) {

  public boolean isRoleSession() {
    return principal instanceof Principal.AssumedRole;
  }

  public boolean hasSession() {
    return session != null;
  }

  public SessionContext context() {
    return session == null ? SessionContext.NONE : session.context();
  }
}
