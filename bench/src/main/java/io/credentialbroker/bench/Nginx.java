package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The reference: nginx with one worker, the same body and headers, the token compared, no log. */
final class Nginx implements Server, AutoCloseable {
  private final Program program;
  private final int port;
  private final Path socket;

  private Nginx(Program program, int port, Path socket) {
    this.program = program;
    this.port = port;
    this.socket = socket;
  }

  static Nginx start(Path folder, String token, String body) throws Exception {
    if (body.contains("'") || body.contains("$") || token.contains("\"")) {
      throw new BenchException("the answer cannot be written into a configuration of nginx", body);
    }
    int port = FreePort.find();
    Path work = Files.createDirectories(folder.resolve("nginx"));
    Path socket = work.resolve("nginx.sock");
    Path settings = Files.writeString(work.resolve("nginx.conf"), """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log crit;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          keepalive_requests 1000000000;
          default_type application/json;
          server {
            listen 127.0.0.1:%2$d;
            listen unix:%3$s;
            location / {
              if ($http_authorization != "%4$s") { return 401; }
              add_header Cache-Control no-store;
              add_header X-Content-Type-Options nosniff;
              return 200 '%5$s';
            }
          }
        }
        """.formatted(work, port, socket, token, body));
    Program program = Program.start("nginx", folder, Map.of(),
        List.of(Tool.NGINX.path(), "-p", work.toString(), "-c", settings.toString()));
    var nginx = new Nginx(program, port, socket);
    program.await(() -> listens(nginx.tcp()));
    return nginx;
  }

  static boolean listens(InetSocketAddress address) {
    try (var channel = SocketChannel.open(address)) {
      return channel.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @Override
  public InetSocketAddress tcp() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  @Override
  public UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(socket);
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void close() throws InterruptedException {
    program.close();
  }
}
