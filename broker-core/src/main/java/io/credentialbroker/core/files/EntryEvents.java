package io.credentialbroker.core.files;

import java.nio.file.Path;
import java.util.List;

/**
 * Tells that files may have changed: were made, written, renamed or removed, or a directory or link on the way to them. It
 * may tell too often, and in case of doubt does.
 */
public interface EntryEvents extends AutoCloseable {
  /** Never tells anything. */
  EntryEvents NONE = _ -> new Subscription() {
    @Override
    public boolean to(List<Path> files) {
      return false;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  };

  /**
   * A subscription, to nothing at first.
   *
   * @param changed is called on a thread of the source, and returns at once
   */
  Subscription subscribe(Runnable changed);

  @Override
  default void close() {
    // Nothing is held.
  }

  /** What one reader of files is told of. */
  interface Subscription extends AutoCloseable {
    /**
     * Tells from now on of what lies on the ways to these files, and of nothing else.
     *
     * @return whether no change of the files, or of symbolic links to them, will be missed; false where the kernel tells
     *     nothing, as of what another machine writes
     */
    boolean to(List<Path> files);

    @Override
    void close();
  }
}
