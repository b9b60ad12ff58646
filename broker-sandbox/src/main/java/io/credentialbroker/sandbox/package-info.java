/**
 * An offline AWS on loopback, for tests, demonstrations and trying things out. Nothing it gives out is real:
 * no key, no account, no role exists at AWS. A {@link io.credentialbroker.sandbox.world.SandboxWorld} comes
 * in, HTTP endpoints go out.
 */
@NullMarked
package io.credentialbroker.sandbox;

import org.jspecify.annotations.NullMarked;
