package io.credentialbroker.server.restart;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is carried over a restart, and its form as bytes.
 *
 * @param at when it was written down
 * @param sessions those that were held then
 */
record CarriedSessions(Moment at, List<RoleSession> sessions) {
  /** What goes into a file at most; further sessions are left out, and fetched again. */
  static final int LARGEST = 64 * 1024 * 1024;

  CarriedSessions {
    sessions = List.copyOf(sessions);
  }

  /** The bytes, which hold secrets: the caller overwrites them when they are sealed. */
  byte[] toBytes() {
    var bytes = new Wiped();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(at.wallMs());
      out.writeLong(at.skewMs());
      writeText(out, at.boot());
      out.writeLong(at.uptimeMs());
      for (RoleSession session : sessions) {
        if (bytes.size() > LARGEST - 64 * 1024) {
          break;
        }
        out.writeBoolean(true);
        write(out, session);
      }
      out.writeBoolean(false);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      bytes.wipe();
    }
  }

  static CarriedSessions ofBytes(byte[] bytes) throws Unusable {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var at = new Moment(in.readLong(), in.readLong(), readText(in), in.readLong());
      var sessions = new ArrayList<RoleSession>();
      while (in.readBoolean()) {
        sessions.add(readSession(in));
      }
      return new CarriedSessions(at, sessions);
    } catch (IOException | IllegalArgumentException | DateTimeException _) {
      throw new Unusable("holds something that no release has written", "");
    }
  }

  private static void write(DataOutputStream out, RoleSession session) throws IOException {
    Credentials credentials = session.credentials();
    writeText(out, session.key().hex());
    writeInstant(out, session.obtained());
    writeInstant(out, session.expiration());
    writeText(out, credentials.accessKeyId());
    writeSecret(out, credentials.secretAccessKey());
    writeSecret(out, credentials.sessionToken());
    writeInstant(out, credentials.expiration());
    writeText(out, credentials.accountId());
    writeText(out, credentials.arn());
  }

  private static RoleSession readSession(DataInputStream in) throws IOException {
    var key = SessionKey.ofHex(present(readText(in)));
    Instant obtained = present(readInstant(in));
    Instant expiration = present(readInstant(in));
    return new RoleSession(key,
        new Credentials(present(readText(in)), present(readSecret(in)), readSecret(in),
            readInstant(in), readText(in), readText(in)),
        obtained, expiration);
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeSecret(DataOutputStream out, @Nullable Secret secret) throws IOException {
    byte[] bytes = secret == null ? null : secret.revealUtf8();
    writeBytes(out, bytes);
    wipe(bytes);
  }

  private static @Nullable Secret readSecret(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    Secret secret = bytes == null ? null : Secret.ofUtf8(bytes);
    wipe(bytes);
    return secret;
  }

  private static void writeInstant(DataOutputStream out, @Nullable Instant instant) throws IOException {
    out.writeBoolean(instant != null);
    if (instant != null) {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  private static @Nullable Instant readInstant(DataInputStream in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }

  private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length > in.available()) {
      throw new EOFException();
    }
    return length < 0 ? null : in.readNBytes(length);
  }

  private static <T> T present(@Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("a field is absent");
    }
    return value;
  }

  private static void wipe(byte @Nullable [] bytes) {
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Its buffer can be overwritten. */
  private static final class Wiped extends ByteArrayOutputStream {
    synchronized void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
