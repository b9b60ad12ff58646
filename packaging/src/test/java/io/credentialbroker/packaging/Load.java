package io.credentialbroker.packaging;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask without a pause, each on a thread of its own, until they are closed. */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean ends;

  /** One request; its status. */
  @FunctionalInterface
  interface Client {
    int ask() throws IOException;
  }

  Load(List<Client> clients) {
    for (Client client : clients) {
      threads.add(Thread.ofPlatform().start(() -> run(client)));
    }
  }

  private void run(Client client) {
    while (!ends) {
      try {
        int status = client.ask();
        if (status != 200) {
          failures.add("status " + status);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
      answers.incrementAndGet();
    }
  }

  /** Returns when so many more requests have ended, well or not. */
  void awaitAnswers(long more) throws IOException {
    long wanted = answers.get() + more;
    Until.holds(() -> answers.get() >= wanted, () -> "answered: " + answers.get());
  }

  /** Every request that did not get its 200. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
