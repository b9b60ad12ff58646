/** Words that people type come in; what they probably meant goes out. */
@NullMarked
package io.credentialbroker.core.text;

import org.jspecify.annotations.NullMarked;
