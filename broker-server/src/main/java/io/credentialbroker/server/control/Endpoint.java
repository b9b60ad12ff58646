package io.credentialbroker.server.control;

import java.util.concurrent.CompletionStage;

/** One request of the table in {@code docs/control-api.md}. */
@FunctionalInterface
interface Endpoint {
  /** Called on the event loop: returns at once, and leaves what takes time to an executor. */
  CompletionStage<Answer> answer(Call call);
}
