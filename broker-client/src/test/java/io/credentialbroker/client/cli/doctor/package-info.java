@NullMarked
package io.credentialbroker.client.cli.doctor;

import org.jspecify.annotations.NullMarked;
