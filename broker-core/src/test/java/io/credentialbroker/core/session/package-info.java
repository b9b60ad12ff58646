@NullMarked
package io.credentialbroker.core.session;

import org.jspecify.annotations.NullMarked;
