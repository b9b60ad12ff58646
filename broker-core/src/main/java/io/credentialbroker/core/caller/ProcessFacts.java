package io.credentialbroker.core.caller;

import org.jspecify.annotations.Nullable;

/**
 * What the system says about a process. None of it is text that the process sent.
 *
 * @param executable the absolute path of its program, where that is the file that this machine has there
 * @param sha256 the digest of the program, in lower-case hexadecimal digits, where it was asked for
 * @param cgroup its control group, beginning with a slash
 */
public record ProcessFacts(@Nullable String executable, @Nullable String sha256, @Nullable String cgroup) {}
