/** Tests of the documents for the command line: words come in, a policy or a report goes out. */
@NullMarked
package io.credentialbroker.server.policy;

import org.jspecify.annotations.NullMarked;
