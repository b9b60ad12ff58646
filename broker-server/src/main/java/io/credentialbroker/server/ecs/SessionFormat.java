package io.credentialbroker.server.ecs;

import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;

/** How a session is written as JSON. */
@FunctionalInterface
interface SessionFormat {
  byte[] bodyOf(ProfileName profile, RoleSession session);
}
