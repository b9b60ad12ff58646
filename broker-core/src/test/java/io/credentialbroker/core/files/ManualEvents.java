package io.credentialbroker.core.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells when a test says so. */
final class ManualEvents implements EntryEvents {
  /** What the answer to a subscription is. */
  boolean complete = true;
  /** What was subscribed to, the last time at the end. */
  final List<List<Path>> asked = new ArrayList<>();
  boolean ended;
  private Runnable changed = () -> {};

  void tell() {
    changed.run();
  }

  @Override
  public Subscription subscribe(Runnable toCall) {
    changed = toCall;
    return new Subscription() {
      @Override
      public boolean to(List<Path> files) {
        asked.add(files);
        return complete;
      }

      @Override
      public void close() {
        ended = true;
      }
    };
  }
}
