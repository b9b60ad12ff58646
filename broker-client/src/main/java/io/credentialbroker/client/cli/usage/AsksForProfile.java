package io.credentialbroker.client.cli.usage;

import org.jspecify.annotations.Nullable;

/** A command that is given the name of a profile, so that a mistyped one can be corrected. */
public interface AsksForProfile {
  @Nullable
  String profile();
}
