package io.credentialbroker.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UnblockedTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private final Stuck target = new Stuck();

  /** A pipe that takes nothing until it is opened. */
  private static final class Stuck extends OutputStream {
    final CountDownLatch open = new CountDownLatch(1);
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      write(new byte[]{ (byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      taken.write(bytes, from, length);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void write_readerTakes_isAllThereInOrderAfterDrain() throws Exception {
    target.open.countDown();
    var out = new Unblocked(target);
    out.write(bytes("one "));
    out.write(bytes("two "));
    out.write('3');
    out.drain(LONG);

    assertThat(target.taken).hasToString("one two 3");
  }

  @Test
  void write_readerStuck_neverWaitsAndTellsLaterWhatWasLost() throws Exception {
    var out = new Unblocked(target);
    byte[] line = bytes("x".repeat(1023) + "\n");
    for (int i = 0; i < 10_000; i++) {
      out.write(line);
    }
    target.open.countDown();
    out.drain(LONG);

    assertThat(target.taken.size()).isBetween(200 * 1024, 300 * 1024);
    assertThat(target.taken.toString(StandardCharsets.US_ASCII)).contains("bytes of the log were lost");
  }

  @Test
  void drain_readerStuck_returnsAllTheSame() throws Exception {
    var out = new Unblocked(target);
    out.write(bytes("never read"));
    out.drain(Duration.ofMillis(1));

    assertThat(target.taken.size()).isZero();
    target.open.countDown();
  }
}
