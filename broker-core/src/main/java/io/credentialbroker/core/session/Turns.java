package io.credentialbroker.core.session;

import java.util.function.Consumer;

/** The way back under the engine's lock, and what concerns more than one session. */
interface Turns {
  /** Runs {@code body} under the lock, and its effects afterwards. */
  void take(Consumer<Turn> body);

  /** The trusted clock has changed within a turn. */
  void clockChanged(Turn turn);

  /** An upstream that was believed dead has answered. */
  void recovered(UpstreamGate gate, Turn turn);
}
