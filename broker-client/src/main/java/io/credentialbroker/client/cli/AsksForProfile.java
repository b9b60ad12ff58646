package io.credentialbroker.client.cli;

import org.jspecify.annotations.Nullable;

/** A command that is given the name of a profile, so that a mistyped one can be corrected. */
interface AsksForProfile {
  @Nullable
  String profile();
}
