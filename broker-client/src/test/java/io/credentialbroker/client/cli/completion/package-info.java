@NullMarked
package io.credentialbroker.client.cli.completion;

import org.jspecify.annotations.NullMarked;
