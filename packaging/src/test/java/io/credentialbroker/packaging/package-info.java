/**
 * Tests of the distribution as a user has it: its programs in their own processes, real AWS clients, an STS that
 * is not ours. Nothing of the broker is on the class path here.
 */
@NullMarked
package io.credentialbroker.packaging;

import org.jspecify.annotations.NullMarked;
