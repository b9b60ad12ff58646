@NullMarked
package io.credentialbroker.client.cli.status;

import org.jspecify.annotations.NullMarked;
