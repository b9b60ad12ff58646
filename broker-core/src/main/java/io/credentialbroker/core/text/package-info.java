/** Words that people type come in, and what they probably meant goes out; digests come in, and go out as text. */
@NullMarked
package io.credentialbroker.core.text;

import org.jspecify.annotations.NullMarked;
