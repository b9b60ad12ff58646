@NullMarked
package io.credentialbroker.client.cli.run;

import org.jspecify.annotations.NullMarked;
