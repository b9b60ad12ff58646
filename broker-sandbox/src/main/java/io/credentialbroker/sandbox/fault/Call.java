package io.credentialbroker.sandbox.fault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call that the sandbox answered, or left unanswered. Holds no secret.
 *
 * @param at when it arrived, by the clock of the sandbox
 * @param action e.g. {@code sts:AssumeRole}
 * @param status the HTTP status; 0 where no whole answer was sent
 * @param error the error code of the answer
 * @param caller the ARN of whoever signed, where the call got that far
 * @param subject what it was about, e.g. the role's ARN
 * @param fault the kinds of fault that struck it
 */
public record Call(Instant at, String action, int status, @Nullable String error, @Nullable String caller,
    @Nullable String subject, @Nullable String fault) {}
