/**
 * AWS Sign-In: the federation endpoint, where a session becomes a console link, and the token endpoint of
 * {@code aws login}.
 */
@NullMarked
package io.credentialbroker.sandbox.signin;

import org.jspecify.annotations.NullMarked;
