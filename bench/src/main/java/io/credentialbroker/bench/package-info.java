/**
 * The benchmarks of {@code bench/run}: comes in, the assembled distribution and the names of rows; goes out, a table of
 * figures, each against a reference that was measured in the same minute.
 */
@NullMarked
package io.credentialbroker.bench;

import org.jspecify.annotations.NullMarked;
