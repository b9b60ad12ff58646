/**
 * What a monitor asks: a path comes in, a page goes out that says whether the daemon lives, which profiles are
 * ready, or what has been counted. Credentials never do.
 */
@NullMarked
package io.credentialbroker.server.ops;

import org.jspecify.annotations.NullMarked;
