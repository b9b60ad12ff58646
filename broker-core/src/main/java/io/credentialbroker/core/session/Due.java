package io.credentialbroker.core.session;

/** Something that has to happen at a moment of ticker time. It is itself the node of {@link Deadlines}. */
abstract sealed class Due permits Slot, UpstreamGate, ClockCheck {
  /** A moment that does not come. */
  static final long NEVER = Long.MAX_VALUE;

  /** Where it stands in the heap; -1 when it is not there. */
  int position = -1;
  /** Ticks (nanoseconds of the ticker); meaningless while not in the heap. */
  long at;
}
