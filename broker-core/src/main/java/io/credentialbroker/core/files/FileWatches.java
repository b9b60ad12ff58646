package io.credentialbroker.core.files;

import io.credentialbroker.core.time.Timers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What watching files takes.
 *
 * @param timers count the time between two looks
 * @param blocking looks at the files, and reads them
 * @param events say when to look
 */
public record FileWatches(Timers timers, Executor blocking, EntryEvents events) {
  /**
   * A watch that does nothing before {@link FileWatch#start}.
   *
   * @param files which to look at; asked anew before each look
   * @param changed is called on {@code blocking} when they have changed and come to rest
   */
  public FileWatch watch(Supplier<List<Path>> files, Runnable changed) {
    return new FileWatch(files, this, changed);
  }
}
