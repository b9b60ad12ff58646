/** What exists. */
@NullMarked
package io.credentialbroker.sandbox.world;

import org.jspecify.annotations.NullMarked;
