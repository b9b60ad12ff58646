/**
 * What the daemon tells: changes of state come in, one line for each goes out to standard error. Nothing
 * secret gets here, because nothing that arrives here carries a secret outside its type.
 */
@NullMarked
package io.credentialbroker.server.log;

import org.jspecify.annotations.NullMarked;
