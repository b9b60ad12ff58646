package io.credentialbroker.core.iam.explain;

/** How sure a cause is; the surest first. */
public enum Evidence {
  /** AWS said so, or it follows from what was asked. */
  CERTAIN,
  /** The usual cause of what was seen. */
  LIKELY,
  /** Fits what was seen, as others do. */
  POSSIBLE
}
