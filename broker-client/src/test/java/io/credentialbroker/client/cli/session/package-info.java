@NullMarked
package io.credentialbroker.client.cli.session;

import org.jspecify.annotations.NullMarked;
