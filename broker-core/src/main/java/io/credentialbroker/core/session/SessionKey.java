package io.credentialbroker.core.session;

import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.text.Hex256;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes two sessions the same: the digest of a whole recipe, every parameter of every step included.
 *
 * <p>The digest walks the components of the recipe's records by reflection, so that a parameter added to a
 * record is part of the key without anybody remembering it. (A cache keyed by role ARN alone hands one
 * caller the session that another caller's external id, tags or policy made.)
 *
 * <p>SHA-256, as four numbers: there is one key for each session, and its text would take three times the memory.
 * The digest says nothing about the recipe's secrets.
 */
public record SessionKey(long a, long b, long c, long d) {

  /** The key of no session: no recipe has this digest. */
  public static final SessionKey NONE = new SessionKey(0, 0, 0, 0);

  private static final int SHORT = 12;
  private static final int FRACTION_BITS = 48;

  public static SessionKey of(Recipe recipe) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      absorb(sha256, recipe);
      var digest = ByteBuffer.wrap(sha256.digest());
      return new SessionKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The key that {@link #hex} wrote.
   *
   * @throws IllegalArgumentException when it is not 64 hexadecimal digits
   */
  public static SessionKey ofHex(String hex) {
    long[] numbers = Hex256.numbers(hex);
    return new SessionKey(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return Hex256.of(a, b, c, d);
  }

  /** Enough of the digest to tell sessions apart in a log. */
  public String shortForm() {
    return HexFormat.of().toHexDigits(a).substring(0, SHORT);
  }

  /** A number in [0, 1) that belongs to this key for ever: the source of its refresh jitter. */
  public double fraction() {
    return (a >>> (Long.SIZE - FRACTION_BITS)) / (double) (1L << FRACTION_BITS);
  }

  /** What a record has anyway; but that is linked when it is first called, which takes milliseconds of a start. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionKey key && key.a == a && key.b == b && key.c == c && key.d == d;
  }

  /** A part of a digest is as evenly spread as the whole. */
  @Override
  public int hashCode() {
    return (int) b;
  }

  @Override
  public String toString() {
    return hex();
  }

  private static void absorb(MessageDigest into, @Nullable Object value) {
    switch (value) {
      case null -> tagged(into, 'n', new byte[0]);
      case Record step -> absorbRecord(into, step);
      case Secret secret -> tagged(into, 's', secret.revealUtf8());
      case Collection<?> many -> {
        tagged(into, 'l', ByteBuffer.allocate(4).putInt(many.size()).array());
        many.forEach(one -> absorb(into, one));
      }
      case Map<?, ?> map -> {
        tagged(into, 'm', ByteBuffer.allocate(4).putInt(map.size()).array());
        map.forEach((key, one) -> {
          absorb(into, key);
          absorb(into, one);
        });
      }
      case String text -> tagged(into, 't', text.getBytes(StandardCharsets.UTF_8));
      case Enum<?> constant -> tagged(into, 'e', constant.name().getBytes(StandardCharsets.UTF_8));
      case Boolean _,Number _,Duration _,URI _,Path _ ->
        tagged(into, 'v', value.toString().getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalStateException("no way to make a session key of a " + value.getClass());
    }
  }

  private static void absorbRecord(MessageDigest into, Record step) {
    tagged(into, 'r', step.getClass().getName().getBytes(StandardCharsets.UTF_8));
    for (RecordComponent component : step.getClass().getRecordComponents()) {
      try {
        absorb(into, component.getAccessor().invoke(step));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
  }

  private static void tagged(MessageDigest into, char tag, byte[] bytes) {
    into.update((byte) tag);
    into.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    into.update(bytes);
  }
}
