/**
 * Role sessions: held, refreshed ahead of expiry, fetched once however many callers wait.
 */
@NullMarked
package io.credentialbroker.core.session;

import org.jspecify.annotations.NullMarked;
