package io.credentialbroker.core.caller;

import io.credentialbroker.core.text.Hex256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a token, as four numbers so that comparing is a few instructions without a branch. A token has
 * 256 random bits, so that neither salt nor stretching adds anything.
 */
record TokenDigest(long a, long b, long c, long d) {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);
  static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  /** The digest of a text of at most 256 characters; null when it is not ASCII, which no token is. */
  static @Nullable TokenDigest of(CharSequence text) {
    var scratch = SCRATCH.get();
    int length = text.length();
    try {
      for (int i = 0; i < length; i++) {
        char c = text.charAt(i);
        if (c > 0x7F) {
          return null;
        }
        scratch.bytes[i] = (byte) c;
      }
      scratch.sha256.update(scratch.bytes, 0, length);
      scratch.sha256.digest(scratch.out, 0, scratch.out.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    } finally {
      Arrays.fill(scratch.bytes, 0, length, (byte) 0);
    }
    return new TokenDigest((long) LONGS.get(scratch.out, 0), (long) LONGS.get(scratch.out, 8),
        (long) LONGS.get(scratch.out, 16), (long) LONGS.get(scratch.out, 24));
  }

  /**
   * The digest that {@link #hex} wrote.
   *
   * @throws IllegalArgumentException when it is not 64 hexadecimal digits
   */
  static TokenDigest ofHex(String hex) {
    long[] numbers = Hex256.numbers(hex);
    return new TokenDigest(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** 64 lower-case hexadecimal digits. */
  String hex() {
    return Hex256.of(a, b, c, d);
  }

  /** Zero when equal, every bit compared in any case. */
  long difference(TokenDigest that) {
    return (a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d);
  }

  /** One set for each thread: a request allocates only the result. */
  static final class Scratch {
    final MessageDigest sha256;
    final byte[] bytes = new byte[256];
    final byte[] out = new byte[32];

    Scratch() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
