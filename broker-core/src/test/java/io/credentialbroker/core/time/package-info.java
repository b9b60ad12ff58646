@NullMarked
package io.credentialbroker.core.time;

import org.jspecify.annotations.NullMarked;
