/** Files that others write: when they have changed, and have come to rest. */
@NullMarked
package io.credentialbroker.core.files;

import org.jspecify.annotations.NullMarked;
