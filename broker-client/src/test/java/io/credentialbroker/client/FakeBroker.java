package io.credentialbroker.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A unix socket that answers as a test tells it to, byte for byte where it must misbehave. A request line that
 * was given several answers gets one after the other, and the last for ever.
 */
public final class FakeBroker implements AutoCloseable {
  /** The answer that never comes. */
  public static final String HANG = "(hang)";

  private static final Pattern LENGTH = Pattern.compile("Content-Length: ([0-9]+)");

  private final ServerSocketChannel server;
  private final Path socket;
  private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
  private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch heldEnded = new CountDownLatch(1);
  private final CountDownLatch stopAsked = new CountDownLatch(1);

  private FakeBroker(ServerSocketChannel server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Listens at once; the folder is made where it is missing. */
  public static FakeBroker at(Path socket) throws IOException {
    return at(socket, broker -> {});
  }

  /** Knows its answers before it listens, for clients that are waiting for it already. */
  public static FakeBroker at(Path socket, Consumer<FakeBroker> answers) throws IOException {
    Files.createDirectories(socket.toAbsolutePath().getParent());
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    var broker = new FakeBroker(server, socket);
    answers.accept(broker);
    server.bind(UnixDomainSocketAddress.of(socket));
    start(broker::accept, "fake-broker-accept");
    return broker;
  }

  /** Answers {@code METHOD target} with JSON, as a well-behaved daemon of control API 1. */
  public FakeBroker on(String request, int status, String json, String... headers) {
    return onRaw(request, http(status, json, headers));
  }

  /** Answers with exactly this text once it is so, and closes. */
  public FakeBroker onceTold(String request, BooleanSupplier told, String answer) {
    conditions.put(request, told);
    return onRaw(request, answer);
  }

  /** Answers with exactly this text, and closes. */
  public FakeBroker onRaw(String request, String answer) {
    answers.computeIfAbsent(request, key -> new CopyOnWriteArrayList<>()).add(answer);
    return this;
  }

  /** An answer of HTTP/1.1. */
  public static String http(int status, String json, String... headers) {
    var extra = String.join("", List.of(headers).stream().map(one -> one + "\r\n").toList());
    boolean version = extra.contains("Broker-Api");
    return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n"
        + (version ? "" : "Broker-Api: 1\r\n")
        + extra + "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
  }

  public Path socket() {
    return socket;
  }

  /** Every head that came, in order, each with its body. */
  public List<String> heads() {
    return requests;
  }

  /** Every request line that came, in order, without the version. */
  public List<String> requests() {
    return requests.stream().map(head -> head.substring(0, head.indexOf(" HTTP/1.1"))).toList();
  }

  /** Waits until a client has closed a connection that it had kept after its answer. */
  public void awaitHeldEnded() throws InterruptedException {
    heldEnded.await();
  }

  /** Waits until somebody sends {@code POST /stop}, for a minute at most. */
  public void awaitStop() throws InterruptedException {
    if (!stopAsked.await(1, TimeUnit.MINUTES)) {
      System.err.println("nobody asked this server to stop");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel one : open) {
      one.close();
    }
    Files.deleteIfExists(socket);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        open.add(client);
        start(() -> serve(client), "fake-broker-connection");
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      String head = readHead(client);
      if (head.isEmpty()) {
        return;
      }
      requests.add(head);
      String line = head.substring(0, head.indexOf(" HTTP/1.1"));
      if (line.equals("POST /stop")) {
        stopAsked.countDown();
      }
      while (!conditions.getOrDefault(line, () -> true).getAsBoolean()) {
        Thread.onSpinWait();
      }
      String answer = next(line);
      if (!answer.equals(HANG)) {
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
      }
      boolean kept = answer.equals(HANG) || !head.contains("Connection: close");
      while (kept && client.read(ByteBuffer.allocate(64)) >= 0) {
        // Whatever comes is ignored; only the end counts.
      }
      if (kept) {
        heldEnded.countDown();
      }
    } catch (IOException e) {
      heldEnded.countDown();
    }
  }

  private String next(String line) {
    List<String> left = answers.getOrDefault(line, List.of());
    if (left.isEmpty()) {
      return http(404, "{\"code\":\"NotFound\",\"message\":\"There is no " + line + "\"}");
    }
    return left.size() > 1 ? left.remove(0) : left.get(0);
  }

  private static String readHead(SocketChannel client) throws IOException {
    var head = new StringBuilder();
    var one = ByteBuffer.allocate(1024);
    while (!isWhole(head.toString())) {
      if (client.read(one.clear()) < 0) {
        return "";
      }
      head.append(StandardCharsets.US_ASCII.decode(one.flip()));
    }
    return head.toString();
  }

  /** Head and body: this reads as much as comes, and a body may come with its head. */
  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    var length = LENGTH.matcher(text);
    return end >= 0 && text.length() >= end + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
  }

  private static void start(Runnable body, String name) {
    var thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }
}
