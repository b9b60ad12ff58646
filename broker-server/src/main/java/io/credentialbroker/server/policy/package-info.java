/**
 * IAM documents for the command line, without a daemon: words of a command come in, a policy or a linter's report
 * goes out. It is found by name as a {@link java.util.spi.ToolProvider}, so that the command does not depend on it.
 */
@NullMarked
package io.credentialbroker.server.policy;

import org.jspecify.annotations.NullMarked;
