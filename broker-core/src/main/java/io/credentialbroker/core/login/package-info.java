/**
 * Login sessions: a {@link io.credentialbroker.core.profile.Recipe.Login} step comes in, the credentials that
 * {@code aws login} left go out, renewed if they have to be. The only room that imports the sign-in SDK.
 */
@NullMarked
package io.credentialbroker.core.login;

import org.jspecify.annotations.NullMarked;
