package io.credentialbroker.packaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback. */
public final class Ports {
  private Ports() {}

  /** One that was free a moment ago. */
  public static int free() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }
}
