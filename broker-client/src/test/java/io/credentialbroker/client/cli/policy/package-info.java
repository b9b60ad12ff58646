@NullMarked
package io.credentialbroker.client.cli.policy;

import org.jspecify.annotations.NullMarked;
