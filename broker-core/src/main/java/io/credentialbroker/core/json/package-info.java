/** JSON text comes in and a tree goes out, and the other way round; without Jackson's mapper of objects. */
@NullMarked
package io.credentialbroker.core.json;

import org.jspecify.annotations.NullMarked;
