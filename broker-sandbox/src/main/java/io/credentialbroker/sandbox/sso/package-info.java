/**
 * IAM Identity Center: its OIDC service, where people sign in on a device and tokens are refreshed, and its
 * portal, where a token is good for the credentials of a role.
 */
@NullMarked
package io.credentialbroker.sandbox.sso;

import org.jspecify.annotations.NullMarked;
