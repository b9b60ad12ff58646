/**
 * IAM Identity Center: a {@link io.credentialbroker.core.profile.Recipe.Sso} step comes in, the credentials of
 * its role go out, with the token that {@code aws sso login} left. The only room that imports the SSO SDKs.
 */
@NullMarked
package io.credentialbroker.core.sso;

import org.jspecify.annotations.NullMarked;
