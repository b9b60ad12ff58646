package io.credentialbroker.core.caller;

import org.jspecify.annotations.Nullable;

/**
 * What the system says about a process. None of it is text that the process sent.
 *
 * @param executable that path of a client's rules at which this machine has the file that the process runs
 * @param sha256 the digest of the program, in lower-case hexadecimal digits, where it was asked for
 * @param cgroup its control group, beginning with a slash
 */
public record ProcessFacts(@Nullable String executable, @Nullable String sha256, @Nullable String cgroup) {}
