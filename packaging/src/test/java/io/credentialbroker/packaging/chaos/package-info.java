/**
 * The packaged daemon under faults, from outside: the sandbox as AWS comes in as a process of its own, figures for
 * {@code docs/reliability.md} go out. Run by {@code bench/chaos}; a short form is an integration test.
 */
@NullMarked
package io.credentialbroker.packaging.chaos;

import org.jspecify.annotations.NullMarked;
