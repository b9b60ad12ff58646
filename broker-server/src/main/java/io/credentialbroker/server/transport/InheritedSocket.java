package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket that somebody else bound and listens on, and left open for this process. It stays theirs:
 * neither the address nor the file of a unix socket goes away when it is closed here.
 */
public sealed interface InheritedSocket {
  /** Its number in this process. */
  int descriptor();

  /** Its address or path, for people. */
  String name();

  /** A TCP socket. */
  record Tcp(int descriptor, InetSocketAddress address) implements InheritedSocket {
    @Override
    public String name() {
      return Transport.named(address);
    }
  }

  /** A unix socket. */
  record Unix(int descriptor, Path path) implements InheritedSocket {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /**
   * Looks at a descriptor, and readies it: it will neither block the event loop nor be inherited further.
   *
   * @return null when it is no socket at all
   * @throws ListenException when it is a socket that no connections can be accepted from
   */
  static @Nullable InheritedSocket of(int descriptor) throws ListenException {
    var facts = SocketFacts.of(descriptor);
    if (facts == null) {
      return null;
    }
    if (!facts.listens()) {
      throw new ListenException(Reason.NO_PLACE,
          "Descriptor " + descriptor + " is a socket that does not listen for streams.",
          "Name it with ListenStream= in the socket unit, and leave Accept=no.");
    }
    return switch (facts.address()) {
      case SocketFacts.Inet(var address) -> new Tcp(descriptor, address);
      case SocketFacts.File(var path) -> new Unix(descriptor, path);
      case SocketFacts.Other(var what) -> throw new ListenException(Reason.NO_PLACE,
          "Descriptor " + descriptor + " is a socket of a kind that is not served: " + what + '.',
          "Name a loopback address with a port, or a path, with ListenStream= in the socket unit.");
    };
  }
}
