package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.profile.ProfileName;

/** How one kind of client wants a {@link Vend} to be written down. */
@FunctionalInterface
public interface Protocol {
  /** The answer. Called on the event loop: what can be made ahead has been, or is kept for the next time. */
  Answer answerTo(ProfileName profile, Vend vend);
}
