package io.credentialbroker.server.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Output that never makes its writer wait. A log nobody reads any more (a full pipe, a stopped terminal) must not
 * stop the daemon, whose event loop writes log lines too. What does not fit is dropped, and the loss is told once
 * the reader is back.
 */
public final class Unblocked extends OutputStream {
  /** What may wait, in bytes. */
  private static final int ROOM = 256 * 1024;

  private final OutputStream target;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int size;
  private long lost;
  private boolean writing;

  /** Hands everything to {@code target} on a thread of its own. */
  public Unblocked(OutputStream target) {
    this.target = target;
    Thread.ofPlatform().daemon().name("log").start(this::pump);
  }

  @Override
  public void write(int one) {
    write(new byte[]{ (byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (size + length > ROOM) {
      lost += length;
      return;
    }
    waiting.add(Arrays.copyOfRange(bytes, from, from + length));
    size += length;
    notifyAll();
  }

  /** Waits until everything is out, but no longer than this. */
  public synchronized void drain(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = end - System.nanoTime(); (size > 0 || writing)
        && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  private void pump() {
    try {
      while (true) {
        byte[] next = take();
        try {
          target.write(next);
          target.flush();
        } catch (IOException _) {
          // The reader is gone for good; there is nobody left to be told.
        }
        done();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it; it ends with the process.
    }
  }

  private synchronized byte[] take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    byte[] next = waiting.remove();
    size -= next.length;
    writing = true;
    return next;
  }

  private synchronized void done() {
    writing = false;
    if (lost > 0) {
      byte[] told = ("[" + lost + " bytes of the log were lost while nobody read it]\n")
          .getBytes(StandardCharsets.US_ASCII);
      lost = 0;
      waiting.addFirst(told);
      size += told.length;
    }
    notifyAll();
  }
}
