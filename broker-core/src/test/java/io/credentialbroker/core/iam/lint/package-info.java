/** Tests of the linter. */
@NullMarked
package io.credentialbroker.core.iam.lint;

import org.jspecify.annotations.NullMarked;
