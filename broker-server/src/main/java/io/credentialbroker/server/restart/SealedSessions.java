package io.credentialbroker.server.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The sealed file: sessions go in, and come out for the same user, key, release and AWS variables only. */
final class SealedSessions {
  /** The name of the key among systemd's credentials. */
  static final String CREDENTIAL = "credential-broker.key";
  static final String CREDENTIALS_DIRECTORY = "CREDENTIALS_DIRECTORY";

  private static final int SHORTEST_KEY = 32;
  private static final int LONGEST_KEY = 4096;
  /** Of the wall clock, when the machine has booted since. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path file;
  private final Seal seal;
  private final int uid;
  private final Duration maxAge;

  private SealedSessions(Path file, Seal seal, int uid, Duration maxAge) {
    this.file = file;
    this.seal = seal;
    this.uid = uid;
    this.maxAge = maxAge;
  }

  /**
   * A file sealed with the key of {@code terms}.
   *
   * @throws Unusable when there is no good key; begins with the name of the file that should have been one
   */
  static SealedSessions with(RestartTerms terms, int uid) throws Unusable {
    String folder = terms.environment().getOrDefault(CREDENTIALS_DIRECTORY, "");
    Path keyFile = terms.keyFile();
    boolean ofServiceManager = keyFile == null;
    if (keyFile == null) {
      if (folder.isEmpty()) {
        throw new Unusable("restart.key_file is not set, and there is no " + CREDENTIALS_DIRECTORY,
            "Make a key with 'umask 077; head -c 32 /dev/urandom > FILE' and name it as restart.key_file.");
      }
      keyFile = Path.of(folder, CREDENTIAL);
    }
    byte[] key = key(keyFile, uid, ofServiceManager);
    try {
      return new SealedSessions(terms.file(),
          new Seal(key, uid, surroundings(terms.environment()), new SecureRandom()), uid,
          terms.maxAge());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] key(Path keyFile, int uid, boolean ofServiceManager) throws Unusable {
    byte[] key;
    try {
      key = OwnFile.read(keyFile, uid, ofServiceManager, LONGEST_KEY);
    } catch (NoSuchFileException _) {
      throw new Unusable(keyFile + " does not exist",
          "Make one with: umask 077; head -c 32 /dev/urandom > " + keyFile);
    } catch (Unusable e) {
      throw new Unusable(keyFile + " " + e.getMessage(), e.remedy());
    }
    if (key.length < SHORTEST_KEY) {
      throw new Unusable(keyFile + " has fewer than " + SHORTEST_KEY + " bytes",
          "Make another with: umask 077; head -c 32 /dev/urandom > " + keyFile);
    }
    return key;
  }

  /**
   * What is a part of recipes without being in their digests, because it cannot change while a daemon runs: the
   * variables that AWS's programs read.
   */
  private static byte[] surroundings(Map<String, String> environment) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(environment).forEach((name, value) -> {
        if (name.startsWith("AWS_")) {
          digest.update((name + '=' + value + '\0').getBytes(StandardCharsets.UTF_8));
        }
      });
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Path file() {
    return file;
  }

  /** What was saved last. */
  CarriedSessions load(Moment now) throws Unusable, NoSuchFileException {
    byte[] plain = seal.open(OwnFile.read(file, uid, false, CarriedSessions.LARGEST));
    try {
      var carried = CarriedSessions.ofBytes(plain);
      Duration age = now.since(carried.at());
      if (age.compareTo(maxAge) > 0) {
        throw new Unusable("is " + age.toMinutes() + " minutes old, more than restart.max_age", "");
      }
      if (age.plus(TOLERANCE).isNegative()) {
        throw new Unusable("is from the future by this machine's clock", "");
      }
      return carried;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Replaces what was saved; with no sessions the file is removed. */
  void save(CarriedSessions carried) throws IOException {
    if (carried.sessions().isEmpty()) {
      OwnFile.delete(file);
      return;
    }
    byte[] plain = carried.toBytes();
    try {
      OwnFile.replace(file, seal.close(plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Removes what was saved. */
  void delete() throws IOException {
    OwnFile.delete(file);
  }
}
