package io.credentialbroker.server.transport;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the event loops, and keeps the thread type that Netty's buffers are fast on. */
final class LoopThreads implements ThreadFactory {
  private final AtomicInteger made = new AtomicInteger();

  @Override
  public Thread newThread(Runnable task) {
    return new FastThreadLocalThread(task, "gate-" + made.incrementAndGet());
  }
}
