package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The second reference: Go's {@code net/http} with the same body and headers in memory, the token compared, no log. */
final class GoServer implements AutoCloseable {
  private static final Path SOURCE = Path.of("bench/src/main/go/reference.go");

  private final Program program;
  private final int port;

  private GoServer(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Compiles and starts it; the compiler's own files stay in the folder too, and nothing is fetched. */
  static GoServer start(Path folder, String token, String body) throws Exception {
    Path work = Files.createDirectories(folder.resolve("go"));
    Path binary = work.resolve("reference");
    if (!Files.exists(binary)) {
      Tool.run(Map.of("GOCACHE", work.resolve("cache").toString(), "GOPATH", work.resolve("path").toString(),
          "GOPROXY", "off", "GO111MODULE", "off"),
          List.of(Tool.GO.path(), "build", "-o", binary.toString(), SOURCE.toString()));
    }
    Path answer = Files.writeString(work.resolve("body"), body);
    int port = FreePort.find();
    Program program = Program.start("go", folder, Map.of("TOKEN", token),
        List.of(binary.toString(), "127.0.0.1:" + port, answer.toString()));
    var server = new GoServer(program, port);
    try {
      program.await(() -> Nginx.listens(server.tcp()));
      Answer first = Answer.of(server.tcp(), "/", token);
      if (!first.ok() || !first.body().equals(body)) {
        throw new BenchException("the Go server does not answer what it should", first.head());
      }
    } catch (Exception e) {
      server.close();
      throw e;
    }
    return server;
  }

  InetSocketAddress tcp() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  @Override
  public void close() throws InterruptedException {
    program.close();
  }
}
