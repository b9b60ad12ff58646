/** The commands through which programs get credentials: {@code exec}, {@code env} and {@code credential-process}. */
@NullMarked
package io.credentialbroker.client.cli.run;

import org.jspecify.annotations.NullMarked;
