package io.credentialbroker.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of {@code broker.toml}.
 *
 * @param section the table it stands in, without brackets
 * @param kind what it takes
 * @param fallback its value when absent; null where absence itself means something
 * @param shown the default as the documentation shows it: TOML text, or words where {@code fallback} is null
 * @param applies when a change of it takes effect
 * @param meaning one sentence for the documentation
 */
record Key<T extends @Nullable Object>(String section, String name, Kind<T> kind, T fallback, String shown,
    Applies applies, String meaning) {

  /** As a person writes it in a sentence, e.g. {@code listen.tcp}. */
  String dotted() {
    return section + '.' + name;
  }

  /** When a change of a key takes effect. */
  enum Applies {
    /** Within two seconds of the file's change, or at once on {@code SIGHUP} or {@code broker reload}. */
    RELOAD,
    /** When the daemon is started again. */
    RESTART
  }
}
