package io.credentialbroker.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A web site on the daemon's own port, at another address of loopback. Its first answer is the page; whatever the
 * page then asks of the same name goes, byte for byte, to the daemon: that is what the daemon sees after DNS has
 * rebound the name. On another port the page reports what it got.
 */
final class HostileSite implements AutoCloseable {
  static final String ADDRESS = "127.0.0.2";

  private final int port;
  private final String html;
  private final ServerSocket site;
  private final ServerSocket report;
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CountDownLatch end = new CountDownLatch(1);

  HostileSite(int port, String path, String token) throws IOException {
    this.port = port;
    this.site = new ServerSocket(port, 50, InetAddress.ofLiteral(ADDRESS));
    this.report = new ServerSocket(0, 50, InetAddress.ofLiteral(ADDRESS));
    try (InputStream page = HostileSite.class.getResourceAsStream("/hostile.html")) {
      html = new String(java.util.Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8)
          .replace("@PORT@", Integer.toString(port)).replace("@PATH@", path).replace("@TOKEN@", token)
          .replace("@REPORT@", "http://report.example:" + report.getLocalPort() + "/");
    }
    serve(site, this::serveSite);
    serve(report, this::takeReport);
  }

  URI page() {
    return URI.create("http://rebound.example:" + port + "/page");
  }

  List<String> reports() {
    return List.copyOf(reports);
  }

  /** Everything that the daemon answered on a rebound connection. */
  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  void awaitEnd(Log log) throws InterruptedException, IOException {
    if (!end.await(180, TimeUnit.SECONDS)) {
      throw new AssertionError("the page did not come to its end; reports: " + reports + "; " + log.text());
    }
  }

  /** What the browser has said. */
  interface Log {
    String text() throws IOException;
  }

  private interface Serving {
    void serve(Socket socket) throws IOException;
  }

  private static void serve(ServerSocket server, Serving serving) {
    Thread.ofVirtual().start(() -> {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> {
            try (socket) {
              serving.serve(socket);
            } catch (IOException e) {
              // The browser has gone.
            }
          });
        } catch (IOException e) {
          // Closed.
        }
      }
    });
  }

  private void serveSite(Socket socket) throws IOException {
    byte[] head = head(socket.getInputStream());
    String request = BrowserIT.text(head);
    if (request.startsWith("GET /page ")) {
      answer(socket, html);
    } else if (request.startsWith("GET /favicon")) {
      answer(socket, "");
    } else {
      forward(socket, head);
    }
  }

  /** The name has been rebound. */
  private void forward(Socket socket, byte[] head) throws IOException {
    try (var daemon = new Socket()) {
      daemon.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      daemon.getOutputStream().write(head);
      daemon.shutdownOutput();
      byte[] answer = daemon.getInputStream().readAllBytes();
      synchronized (received) {
        received.writeBytes(answer);
      }
      socket.getOutputStream().write(answer);
    }
  }

  private void takeReport(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String head = BrowserIT.text(head(in));
    int length = head.lines().map(String::strip).filter(line -> line.toLowerCase(java.util.Locale.ROOT)
        .startsWith("content-length:")).mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!body.isEmpty()) {
      reports.add(body);
    }
    answer(socket, "");
    if (body.startsWith("end")) {
      end.countDown();
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = last << 8 | b;
      if (last == 0x0D0A0D0A) {
        break;
      }
    }
    return head.toByteArray();
  }

  private static void answer(Socket socket, String html) throws IOException {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
        + "Access-Control-Allow-Origin: *\r\nContent-Length: " + body.length + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    site.close();
    report.close();
  }
}
