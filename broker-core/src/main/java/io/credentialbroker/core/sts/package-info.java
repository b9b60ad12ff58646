/**
 * The only room that imports the STS SDK.
 */
@NullMarked
package io.credentialbroker.core.sts;

import org.jspecify.annotations.NullMarked;
