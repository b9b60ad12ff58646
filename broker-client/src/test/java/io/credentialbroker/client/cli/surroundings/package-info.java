@NullMarked
package io.credentialbroker.client.cli.surroundings;

import org.jspecify.annotations.NullMarked;
