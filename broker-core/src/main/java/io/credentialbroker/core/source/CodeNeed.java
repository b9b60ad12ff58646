package io.credentialbroker.core.source;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.session.SessionKey;

/**
 * A call that needs a one-time code.
 *
 * @param device which device shows it
 * @param key the session that the call is for
 * @param urgency whether somebody waits for it
 */
public record CodeNeed(MfaDevice device, SessionKey key, Urgency urgency) {}
