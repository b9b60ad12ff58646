package io.credentialbroker.packaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An STS that is not ours: {@code moto_server} in its own process on a free port. */
final class Moto implements AutoCloseable {
  private final Service service;
  private final URI endpoint;

  private Moto(Service service, URI endpoint) {
    this.service = service;
    this.endpoint = endpoint;
  }

  static Moto start(Path folder) throws IOException, InterruptedException {
    Tools.need("moto_server");
    int port = Ports.free();
    var service = Service.start(Map.of("HOME", System.getProperty("user.home")), folder.resolve("moto.log"),
        List.of("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port)));
    service.awaitReady(() -> accepts(port));
    return new Moto(service, URI.create("http://127.0.0.1:" + port));
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws InterruptedException {
    service.close();
  }
}
