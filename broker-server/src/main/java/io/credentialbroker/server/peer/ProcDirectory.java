package io.credentialbroker.server.peer;

import io.credentialbroker.server.peer.ProcessTable.OpenProcess;
import io.credentialbroker.server.peer.ProcessTable.Program;
import io.credentialbroker.server.peer.ProcessTable.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One process, by its directory below {@code /proc}, which is held open. */
record ProcDirectory(Path folder, SecureDirectoryStream<Path> directory, ProgramDigests digests)
    implements
      OpenProcess {

  private static final int LARGEST_TEXT = 64 * 1024;
  /** proc_pid_stat(5): the start time is field 22, and the third is the first after the name. */
  private static final int START_TIME = 22 - 3;
  /** The unified hierarchy (cgroups(7)), and systemd's own where there is no other. */
  private static final Set<String> HIERARCHIES = Set.of("0::/", ":name=systemd:/");

  @Override
  public Stamp stamp() throws IOException {
    String stat = text("stat");
    // The name stands in parentheses, and may have parentheses and spaces itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    if (fields[0].equals("Z") || fields[0].equals("X")) {
      throw new IOException("the process has ended");
    }
    String uids = text("status").lines().filter(line -> line.startsWith("Uid:")).findFirst()
        .orElseThrow(() -> new IOException("no user in the status"));
    return new Stamp(Long.parseLong(fields[START_TIME]),
        Integer.parseUnsignedInt(uids.split("\\s+", -1)[2]));
  }

  @Override
  public @Nullable Program program() {
    return ProcFs.programAt(folder.resolve("exe"));
  }

  @Override
  public @Nullable String digest(Program program) {
    return digests.of(program, () -> open("exe"));
  }

  @Override
  public @Nullable String cgroup() {
    try {
      String group = null;
      for (String line : text("cgroup").lines().toList()) {
        for (String hierarchy : HIERARCHIES) {
          int at = line.indexOf(hierarchy);
          // Where systemd does not use the unified hierarchy, all are in its root.
          if (at >= 0 && (group == null || group.equals("/"))) {
            group = line.substring(at + hierarchy.length() - 1);
          }
        }
      }
      return group;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public boolean holds(long inode) {
    return ProcFs.holds(folder, inode);
  }

  private SeekableByteChannel open(String name) throws IOException {
    return directory.newByteChannel(Path.of(name), Set.of(StandardOpenOption.READ));
  }

  private String text(String name) throws IOException {
    try (InputStream in = Channels.newInputStream(open(name))) {
      return StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(in.readNBytes(LARGEST_TEXT))).toString();
    }
  }

  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException e) {
      // It was read only.
    }
  }
}
