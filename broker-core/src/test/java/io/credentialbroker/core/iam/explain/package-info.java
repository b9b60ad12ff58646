/** Tests of the explanations of failed calls. */
@NullMarked
package io.credentialbroker.core.iam.explain;

import org.jspecify.annotations.NullMarked;
