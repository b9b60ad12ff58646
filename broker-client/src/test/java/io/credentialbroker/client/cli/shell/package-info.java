@NullMarked
package io.credentialbroker.client.cli.shell;

import org.jspecify.annotations.NullMarked;
