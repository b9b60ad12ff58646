/**
 * What exists in the offline AWS: accounts with their users, roles, MFA devices and identity providers. A test
 * or the demonstration puts them in; the twins look them up.
 */
@NullMarked
package io.credentialbroker.sandbox.world;

import org.jspecify.annotations.NullMarked;
