package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests a second by {@code wrk}, one thread of it.
 *
 * @param perSecond answers a second
 * @param requests answers in all
 */
record Wrk(double perSecond, long requests) {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ");

  /** @throws BenchException when any answer was not 200, or a connection failed */
  static Wrk load(InetSocketAddress server, String path, String token, int connections, int seconds,
      boolean keepAlive)
      throws Exception {
    var line = new ArrayList<>(List.of(Tool.WRK.path(), "-t1", "-c" + connections, "-d" + seconds + "s", "-H",
        "Authorization: " + token));
    if (!keepAlive) {
      line.addAll(List.of("-H", "Connection: close"));
    }
    line.add("http://" + server.getAddress().getHostAddress() + ':' + server.getPort() + path);
    String printed = Tool.run(line);
    Matcher rate = RATE.matcher(printed);
    Matcher count = COUNT.matcher(printed);
    if (!rate.find() || !count.find() || printed.contains("Non-2xx") || printed.contains("Socket errors")) {
      throw new BenchException("wrk met errors at port " + server.getPort(), printed);
    }
    return new Wrk(Double.parseDouble(rate.group(1)), Long.parseLong(count.group(1)));
  }
}
