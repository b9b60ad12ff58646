/**
 * The instance metadata service, version 2, as far as programs need it that know no container endpoint: a method and
 * a path come in, what stands there goes out. There is no version 1, and nothing of a machine.
 */
@NullMarked
package io.credentialbroker.server.imds;

import org.jspecify.annotations.NullMarked;
