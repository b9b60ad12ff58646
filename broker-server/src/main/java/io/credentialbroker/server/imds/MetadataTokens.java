package io.credentialbroker.server.imds;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The session tokens of IMDSv2. A token is its own end and a code over it that only this listener can compute, so
 * there is no list of them that somebody could fill. They end with the daemon; clients then ask for a new one, as
 * they do on an instance. Thread-safe.
 *
 * <p>Such a token proves only that the client can send a PUT with a header of its own, which a web page and most
 * forged requests cannot. Who the client is the kernel has said before.
 */
public final class MetadataTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;
  private static final int STATED_BYTES = 16;

  private final InstantSource clock;
  private final SecureRandom random;
  private final Mac mac;

  public MetadataTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    byte[] key = new byte[MAC_BYTES];
    random.nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** A new token that is good for so many seconds. */
  public String issue(int seconds) {
    byte[] stated = ByteBuffer.allocate(STATED_BYTES).putLong(clock.instant().getEpochSecond() + seconds)
        .putLong(random.nextLong()).array();
    byte[] token = Arrays.copyOf(stated, STATED_BYTES + MAC_BYTES);
    System.arraycopy(codeOf(stated), 0, token, STATED_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** Whether this is a token of ours that has not ended. */
  public boolean isValid(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (bytes.length != STATED_BYTES + MAC_BYTES) {
      return false;
    }
    byte[] stated = Arrays.copyOf(bytes, STATED_BYTES);
    return MessageDigest.isEqual(codeOf(stated), Arrays.copyOfRange(bytes, STATED_BYTES, bytes.length))
        && clock.instant().isBefore(Instant.ofEpochSecond(ByteBuffer.wrap(stated).getLong()));
  }

  private byte[] codeOf(byte[] stated) {
    synchronized (mac) {
      return mac.doFinal(stated);
    }
  }
}
