/**
 * Reads policies and judges them: the bytes of a file come in, a
 * {@link io.credentialbroker.core.iam.lint.LintReport} goes out. {@code JsonReader} makes a tree that knows where
 * each value stood, {@code PolicyShape} makes statements of it, and the {@code …Rules} look at these.
 */
@NullMarked
package io.credentialbroker.core.iam.lint;

import org.jspecify.annotations.NullMarked;
