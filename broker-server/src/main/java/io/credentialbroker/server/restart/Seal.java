package io.credentialbroker.server.restart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Seals bytes with AES-256-GCM. Each file has a key of its own, derived (HKDF with SHA-256, RFC 5869) from the
 * user's key, a random salt, the version, the user and the surroundings, so that no nonce is ever used twice with
 * one key, and what another user, version or environment has sealed does not open.
 *
 * <p>The file: {@code CBRS}, version (1 byte), uid (4), salt (32), nonce (12), then the sealed bytes with their
 * tag (16).
 */
final class Seal {
  private static final byte[] MAGIC = "CBRS".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int SALT = 32;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int HEADER = MAGIC.length + 1 + 4 + SALT + NONCE;

  private final byte[] key;
  private final int uid;
  private final byte[] surroundings;
  private final SecureRandom random;

  /**
   * A seal.
   *
   * @param key the user's, 32 bytes or more
   * @param surroundings a digest of what a daemon must have in common with the one that sealed
   */
  Seal(byte[] key, int uid, byte[] surroundings, SecureRandom random) {
    this.key = key.clone();
    this.uid = uid;
    this.surroundings = surroundings.clone();
    this.random = random;
  }

  byte[] close(byte[] plain) {
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] header = ByteBuffer.allocate(HEADER).put(MAGIC).put(VERSION).putInt(uid).put(salt).put(nonce)
        .array();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, header).doFinal(plain);
      return ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  byte[] open(byte[] file) throws Unusable {
    if (file.length < HEADER + TAG) {
      throw new Unusable("is cut off", "");
    }
    byte[] header = Arrays.copyOf(file, HEADER);
    var read = ByteBuffer.wrap(header, MAGIC.length, HEADER - MAGIC.length);
    byte version = read.get();
    if (!MessageDigest.isEqual(MAGIC, Arrays.copyOf(header, MAGIC.length)) || version != VERSION) {
      throw new Unusable("is no sealed file of this release", "");
    }
    int owner = read.getInt();
    if (owner != uid) {
      throw new Unusable("was sealed by user " + owner, "");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, header).doFinal(file, HEADER, file.length - HEADER);
    } catch (AEADBadTagException _) {
      throw new Unusable("is damaged, or was sealed with another key or under other AWS_ variables", "");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] header) throws GeneralSecurityException {
    var fields = ByteBuffer.wrap(header, HEADER - NONCE - SALT, SALT + NONCE);
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    fields.get(salt).get(nonce);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, derived(salt), new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private SecretKey derived(byte[] salt) throws GeneralSecurityException {
    byte[] purpose = "credential-broker sessions".getBytes(StandardCharsets.US_ASCII);
    byte[] info = ByteBuffer.allocate(purpose.length + 5 + surroundings.length).put(purpose).put(VERSION)
        .putInt(uid).put(surroundings).array();
    return KDF.getInstance("HKDF-SHA256").deriveKey("AES",
        HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).thenExpand(info, 32));
  }
}
