package io.credentialbroker.server.peer;

import io.credentialbroker.server.peer.ProcessTable.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of programs. Reading one takes some hundred milliseconds, so a digest is kept for as long as nothing about
 * the file changes; not that of a file that changed a moment ago, since another change in the same moment would
 * leave the same times.
 */
final class ProgramDigests {
  private static final long LARGEST = 1L << 30;
  private static final int MOST_KEPT = 256;
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Map<Program, String> known = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Program, String> eldest) {
      return size() > MOST_KEPT;
    }
  };

  ProgramDigests(InstantSource clock) {
    this.clock = clock;
  }

  /** Opens the file that a process runs. */
  interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  /**
   * The digest of a program, in lower-case hexadecimal digits. Blocks.
   *
   * @return null when it cannot be read, or is larger than 1 GiB
   */
  @Nullable
  String of(Program program, Opening opening) {
    synchronized (known) {
      String digest = known.get(program);
      if (digest != null) {
        return digest;
      }
    }
    boolean quiet = clock.instant().minus(MOMENT).toEpochMilli() > TimeUnit.NANOSECONDS
        .toMillis(program.changed());
    String digest = program.size() > LARGEST ? null : read(opening);
    if (digest != null && quiet) {
      synchronized (known) {
        known.put(program, digest);
      }
    }
    return digest;
  }

  private static @Nullable String read(Opening opening) {
    try (var file = opening.open(); InputStream in = Channels.newInputStream(file)) {
      var sha256 = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException e) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
