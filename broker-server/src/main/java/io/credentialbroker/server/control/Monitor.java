package io.credentialbroker.server.control;

import io.credentialbroker.server.ops.OpsPages;
import io.credentialbroker.server.ops.Page;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The pages of monitors on {@code control.sock}: the same as on the listener that is for them. */
public final class Monitor {
  private final OpsPages pages;
  private final Executor blocking;

  /**
   * Asks these pages.
   *
   * @param blocking makes them, which may block
   */
  public Monitor(OpsPages pages, Executor blocking) {
    this.pages = pages;
    this.blocking = blocking;
  }

  CompletionStage<Answer> answer(String target) {
    return CompletableFuture.supplyAsync(() -> answer(pages.page(target)), blocking);
  }

  private static Answer answer(Page page) {
    return new Answer(page.status(), page.type(), page.body(), Map.of());
  }
}
