/**
 * Benchmarks of single steps, in one process, by JMH: what one costs and what it allocates. {@code bench/micro} runs
 * them; in a build they are only compiled.
 */
@NullMarked
package io.credentialbroker.bench.micro;

import org.jspecify.annotations.NullMarked;
