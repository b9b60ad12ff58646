package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.core.caller.ProcessRules;
import io.netty.channel.Channel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells which processes are at the other end of a connection. */
@FunctionalInterface
public interface Attestor {
  /** Knows nothing of anybody. */
  Attestor NONE = (_, _) -> CompletableFuture.completedFuture(List.of());

  /**
   * All processes that can send on this connection, as they are now. Called on its event loop; completes elsewhere,
   * never exceptionally, and with none when one of them is in doubt.
   *
   * @param rules what of the processes matters
   */
  CompletableFuture<List<ProcessFacts>> processesOf(Channel channel, ProcessRules rules);
}
