package io.credentialbroker.server.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The kernel's TCP tables as text (proc(5), {@code /proc/net/tcp}). Reading one costs time in proportion to the
 * size of the kernel's hash table, 20 ms on a machine with 24 GiB, against 5 µs by {@link SockDiag}.
 */
final class ProcNetTcp implements SocketTable {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int UID = 7;
  private static final int INODE = 9;

  private final Path folder;

  ProcNetTcp(Path folder) {
    this.folder = folder;
  }

  static ProcNetTcp ofThisMachine() {
    return new ProcNetTcp(Path.of("/proc/self/net"));
  }

  @Override
  public Optional<Owner> ownerOf(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return find(local, remote)
        .map(fields -> new Owner(Integer.parseUnsignedInt(fields[UID]), Long.parseLong(fields[INODE])));
  }

  @Override
  public boolean hasLostPeer(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return find(local, remote).map(fields -> Integer.parseInt(fields[STATE], 16) == CLOSE_WAIT).orElse(true);
  }

  private Optional<String[]> find(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    boolean v4 = local.getAddress().getAddress().length == 4;
    if (v4) {
      var owner = search("tcp", written(local, ""), written(remote, ""));
      // A client with an IPv6 socket may have connected to the mapped form of an IPv4 address.
      return owner.isPresent() ? owner : search("tcp6", written(local, MAPPED), written(remote, MAPPED));
    }
    return search("tcp6", written(local, ""), written(remote, ""));
  }

  /** {@code ::ffff:0:0/96} as the kernel of a little-endian or a big-endian machine prints it. */
  private static final String MAPPED = "0000000000000000"
      + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "FFFF0000" : "0000FFFF");

  private Optional<String[]> search(String table, String local, String remote) throws IOException {
    Path file = folder.resolve(table);
    if (table.equals("tcp6") && !Files.exists(file)) {
      return Optional.empty(); // No IPv6 on this machine.
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      lines.readLine(); // The heading.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.strip().split("\\s+", INODE + 2);
        // Inode 0: nobody holds the socket any more, and the kernel then prints root as its owner.
        if (fields.length > INODE && fields[LOCAL].equals(local) && fields[REMOTE].equals(remote)
            && !fields[INODE].equals("0")) {
          return Optional.of(fields);
        }
      }
    }
    return Optional.empty();
  }

  /** Address and port as the table has them: each 32-bit word in the machine's order, in hexadecimal. */
  private static String written(InetSocketAddress address, String prefix) {
    byte[] bytes = address.getAddress().getAddress();
    var text = new StringBuilder(prefix);
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 0; i < 4; i++) {
        text.append(String.format(Locale.ROOT, "%02X", bytes[word + (little ? 3 - i : i)]));
      }
    }
    return text.append(String.format(Locale.ROOT, ":%04X", address.getPort())).toString();
  }
}
