package io.credentialbroker.core.source;

/** Whether somebody is waiting for the outcome; a limiter lets those go first. */
public enum Urgency {
  /** A caller waits, 800 ms at most. */
  CALLER_WAITS,
  /** Refreshing ahead of expiry: nobody waits. */
  BACKGROUND
}
