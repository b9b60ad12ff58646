/** Tests of links into the console. */
@NullMarked
package io.credentialbroker.core.iam.console;

import org.jspecify.annotations.NullMarked;
