package io.credentialbroker.server;

import io.credentialbroker.server.systemd.ListenFds;
import io.credentialbroker.server.transport.InheritedSocket;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.ListenException.Reason;
import io.credentialbroker.server.transport.RuntimeDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that the service manager listens on for us, by what is served on them. A socket says so by its
 * name ({@code tcp}, {@code unix} or {@code control}); one with any other name, such as that of the socket
 * unit, by its address: the control socket is the one at {@code control.sock} in the runtime directory.
 *
 * @param tcp where credentials are served to whoever has a token
 * @param unix where they are served to our own user
 * @param control where commands are taken
 */
record PassedSockets(List<InheritedSocket.Tcp> tcp, List<InheritedSocket.Unix> unix,
    InheritedSocket.@Nullable Unix control) {

  private static final Logger LOG = LoggerFactory.getLogger("brokerd.listen");
  private static final String CONTROL = "control";

  PassedSockets {
    tcp = List.copyOf(tcp);
    unix = List.copyOf(unix);
  }

  /** Takes what was passed to this process; nothing where it was started in another way. */
  static PassedSockets take(Map<String, String> environment, RuntimeDirectory runtime)
      throws ListenException {
    var tcp = new ArrayList<InheritedSocket.Tcp>();
    var unix = new ArrayList<InheritedSocket.Unix>();
    InheritedSocket.Unix control = null;
    for (ListenFds.Passed passed : passed(environment)) {
      switch (InheritedSocket.of(passed.descriptor())) {
        case InheritedSocket.Tcp socket -> tcp.add(checked(socket, passed.name()));
        case InheritedSocket.Unix socket when isControl(socket, passed.name(), runtime) -> {
          if (control != null) {
            throw wrong("Two control sockets were passed, " + control.name() + " and " + socket.name() + '.');
          }
          control = socket;
        }
        case InheritedSocket.Unix socket -> unix.add(checked(socket, passed.name()));
        case null -> LOG.info("descriptor {} ('{}') is no socket; it is left alone", passed.descriptor(),
            passed.name());
      }
    }
    return new PassedSockets(tcp, unix, control);
  }

  /** Whether the places where credentials are served outlive this process. */
  boolean any() {
    return !tcp.isEmpty() || !unix.isEmpty();
  }

  private static List<ListenFds.Passed> passed(Map<String, String> environment) throws ListenException {
    try {
      return ListenFds.of(environment, ProcessHandle.current().pid());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isControl(InheritedSocket.Unix socket, String name, RuntimeDirectory runtime) {
    return switch (name) {
      case CONTROL -> true;
      case "unix" -> false;
      default -> socket.path().equals(runtime.resolve("control.sock"));
    };
  }

  /** What is served to this machine only is not served elsewhere because a unit says so. */
  private static InheritedSocket.Tcp checked(InheritedSocket.Tcp socket, String name) throws ListenException {
    if (name.equals("unix") || name.equals(CONTROL)) {
      throw wrong("The socket named '" + name + "' is " + socket.name() + ", which is no unix socket.");
    }
    if (!socket.address().getAddress().isLoopbackAddress()) {
      throw wrong("The socket " + socket.name()
          + " can be reached from other machines, and credentials are served to this machine only.");
    }
    return socket;
  }

  private static InheritedSocket.Unix checked(InheritedSocket.Unix socket, String name)
      throws ListenException {
    if (name.equals("tcp")) {
      throw wrong("The socket named 'tcp' is " + socket.name() + ", which is no TCP socket.");
    }
    return socket;
  }

  private static ListenException wrong(String message) {
    return new ListenException(Reason.NO_PLACE, message,
        "Correct ListenStream= and FileDescriptorName= in the socket unit, or start brokerd without it.");
  }
}
