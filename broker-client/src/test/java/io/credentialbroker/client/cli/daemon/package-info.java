@NullMarked
package io.credentialbroker.client.cli.daemon;

import org.jspecify.annotations.NullMarked;
