/** The twins, proved with AWS's own clients wherever those reach. */
@NullMarked
package io.credentialbroker.sandbox;

import org.jspecify.annotations.NullMarked;
