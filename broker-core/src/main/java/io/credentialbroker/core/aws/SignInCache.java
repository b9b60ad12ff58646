package io.credentialbroker.core.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file in which the AWS CLI keeps what a person got by signing in. It belongs to the CLI: the name, the keys
 * and the plain text are its format, and keys that we do not know are kept when it is written. The broker
 * writes it only where the service has replaced what is in it, as the CLI itself would.
 *
 * @param step the recipe step, for failures
 * @param file where it is
 * @param signIn how a person signs in again, as a sentence with the command
 */
public record SignInCache(String step, Path file, String signIn) {

  private static final int LARGEST = 256 * 1024;

  /** The file for a session's name: the digest in hexadecimal digits. */
  public static Path file(Path folder, String algorithm, String name) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(name.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest) + ".json");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** What is in the file. Throws a {@link FailureException} where nobody has signed in. */
  public ObjectNode read() {
    try (InputStream in = Files.newInputStream(file)) {
      if (Json.read(in.readNBytes(LARGEST)) instanceof ObjectNode content) {
        return content;
      }
    } catch (NoSuchFileException _) {
      throw signInNeeded("Nobody has signed in yet: there is no file " + file + ".");
    } catch (JacksonException _) {
      // falls through: said below, without the parser's quotation of the file
    } catch (IOException _) {
      throw new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step,
          "The sign-in cache " + file + " could not be read.",
          "Let the user who runs the daemon read the file."));
    }
    throw signInNeeded("The sign-in cache " + file + " is not a JSON object.");
  }

  /** Replaces the file as a whole, readable by its owner only. */
  public void write(ObjectNode content) {
    try {
      var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path fresh = Files.createTempFile(file.getParent(), ".broker-", ".json", ownerOnly);
      try {
        Files.writeString(fresh, Json.write(content));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException _) {
      throw new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step,
          "The sign-in cache " + file + " could not be written, and the old one is of no more use.",
          "Let the user who runs the daemon write the folder, and sign in again. " + signIn));
    }
  }

  /** The text under a key; throws where there is none. */
  public String required(JsonNode content, String key) {
    String value = text(content, key);
    if (value == null) {
      throw signInNeeded("The sign-in cache " + file + " has no " + key + ".");
    }
    return value;
  }

  /** The instant under a key; throws where there is none, or none that can be read. */
  public Instant instant(JsonNode content, String key) {
    try {
      // Version 1 of the AWS CLI wrote UTC where everybody else writes Z.
      return Instant.parse(required(content, key).replace("UTC", "Z"));
    } catch (DateTimeException _) {
      throw signInNeeded("The sign-in cache " + file + " has no readable " + key + ".");
    }
  }

  /** The text under a key; null where there is none. */
  public static @Nullable String text(JsonNode content, String key) {
    JsonNode value = content.get(key);
    return value != null && value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
  }

  /** A person has to sign in. */
  public FailureException signInNeeded(String message) {
    return new FailureException(Failure.of(FailureReason.SIGN_IN_NEEDED, step, message, signIn));
  }
}
