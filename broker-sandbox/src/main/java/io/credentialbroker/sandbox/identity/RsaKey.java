package io.credentialbroker.sandbox.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An RSA key of 2048 bits, made when it is first needed: making one takes a good part of a second. */
final class RsaKey {
  private static final int BITS = 2048;
  private final Object lock = new Object();
  private volatile @org.jspecify.annotations.Nullable KeyPair pair;

  RSAPublicKey publicKey() {
    return (RSAPublicKey) pair().getPublic();
  }

  PrivateKey privateKey() {
    return pair().getPrivate();
  }

  /** Names the key: the beginning of the digest of its modulus. */
  String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey().getModulus().toByteArray());
      return base64(Arrays.copyOf(digest, 12));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] sign(byte[] bytes) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(privateKey());
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA256withRSA", e);
    }
  }

  boolean verifies(byte[] bytes, byte[] signed) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(publicKey());
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A signature of the wrong length is not a fault of ours.
      return false;
    }
  }

  String modulus() {
    return base64(unsigned(publicKey().getModulus()));
  }

  String exponent() {
    return base64(unsigned(publicKey().getPublicExponent()));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private KeyPair pair() {
    KeyPair made = pair;
    if (made == null) {
      synchronized (lock) {
        made = pair;
        if (made == null) {
          made = generate();
          pair = made;
        }
      }
    }
    return made;
  }

  private static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** Without the byte that only says "not negative". */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
