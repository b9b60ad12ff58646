package io.credentialbroker.sandbox.world;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TOTP device (RFC 6238: HMAC-SHA-1, 30 seconds, six digits) that takes each code once, as AWS does. It is
 * both ends: {@link #code} is what the person's gadget shows, {@link #accept} what AWS checks.
 */
public final class MfaDevice {
  private static final long STEP_SECONDS = 30;
  /** AWS bears a gadget that is one step early or late. */
  private static final int TOLERATED_STEPS = 1;
  private static final int MODULUS = 1_000_000;

  private final String serial;
  private final byte[] seed;
  private final AtomicLong lastStep = new AtomicLong(Long.MIN_VALUE);

  /**
   * Makes a device.
   *
   * @param serial {@code arn:aws:iam::ACCOUNT:mfa/NAME} or a hardware serial number
   * @param seed the shared secret; RFC 4226 asks for 16 bytes at least
   */
  public MfaDevice(String serial, byte[] seed) {
    if (serial.length() < 9 || serial.length() > 256) {
      throw new IllegalArgumentException("a serial number has 9 to 256 characters: " + serial);
    }
    if (seed.length < 16) {
      throw new IllegalArgumentException("the seed of " + serial + " has fewer than 16 bytes");
    }
    this.serial = serial;
    this.seed = seed.clone();
  }

  public String serial() {
    return serial;
  }

  /** The six digits that the gadget shows at an instant. */
  public String code(Instant at) {
    return codeOfStep(step(at));
  }

  /** Whether AWS takes this code at that instant. A code, and every older one, is then spent. */
  public boolean accept(String code, Instant at) {
    long now = step(at);
    for (long step = now - TOLERATED_STEPS; step <= now + TOLERATED_STEPS; step++) {
      if (codeOfStep(step).equals(code)) {
        long accepted = step;
        return lastStep.getAndUpdate(last -> Math.max(last, accepted)) < accepted;
      }
    }
    return false;
  }

  private static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  private String codeOfStep(long step) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int binary = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
      return "%06d".formatted(binary % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }

  @Override
  public String toString() {
    return "MfaDevice[" + serial + "]";
  }
}
