package io.credentialbroker.server.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Requests that some parser somewhere accepts and ours must not: each is wrong in one way, with a valid token,
 * Host and path. Sources: RFC 9112 (sections 2.2, 3, 5, 6), and the ways of request smuggling behind Netty's
 * advisories of 2025 and 2026 (bare line ends, folded and spaced framing headers, chunk extensions, doubled
 * lengths).
 */
final class MalformedRequests {
  private static final String PATH = "/v1/credentials/dev";

  private final String token;
  private final Set<String> all = new LinkedHashSet<>();

  private MalformedRequests(String token) {
    this.token = token;
  }

  static List<String> with(String token) {
    var requests = new MalformedRequests(token);
    requests.controlCharacters();
    requests.headerNames();
    requests.separators();
    requests.versions();
    requests.methods();
    requests.lengths();
    requests.encodings();
    requests.folds();
    requests.lineEnds();
    requests.targets();
    return List.copyOf(requests.all);
  }

  private void line(String line) {
    all.add(line + "\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n");
  }

  private void header(String lines) {
    all.add("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines + "\r\nAuthorization: " + token
        + "\r\n\r\n");
  }

  private void framing(String lines) {
    for (String body : List.of("", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n")) {
      all.add("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines + "\r\nAuthorization: " + token
          + "\r\n\r\n" + body + "GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token
          + "\r\n\r\n");
    }
  }

  private void controlCharacters() {
    for (int c = 0; c <= 0x7F; c++) {
      if (c >= 0x20 && c < 0x7F) {
        continue;
      }
      char bad = (char) c;
      line("G" + bad + "ET " + PATH + " HTTP/1.1");
      line("GET " + PATH + bad + " HTTP/1.1");
      line("GET " + PATH + " HTTP/1." + bad + "1");
      header("X" + bad + "A: b");
      if (c != '\t') {
        header("X-A: b" + bad + "c");
      }
    }
  }

  private void headerNames() {
    for (char bad : "\"(),/;<=>?@[\\]{} ".toCharArray()) {
      header("X" + bad + "A: b");
    }
    for (char bad = 0x80; bad <= 0xFF; bad++) {
      header("X" + bad + "A: b");
    }
    for (String bad : List.of(":", ": b", "X-A", "X-A b", "X-A :b", "X-A\t:b", " X-A: b", "\tX-A: b",
        "X-A: b\r\n: c")) {
      header(bad);
    }
  }

  private void separators() {
    for (String bad : List.of("  ", "\t", "\u000b", "\u000c", "\r", " \t", "\t ", "\u00a0", "\u0085", "")) {
      line("GET" + bad + PATH + " HTTP/1.1");
      line("GET " + PATH + bad + "HTTP/1.1");
    }
    for (String around : List.of(" ", "\t", "\u000b", "\r", "\n", "\r\n", "\u0000", "\ufeff")) {
      line(around + "GET " + PATH + " HTTP/1.1");
      line("GET " + PATH + " HTTP/1.1" + (around.endsWith("\n") ? " " : around));
    }
  }

  private void versions() {
    for (String bad : List.of("HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/2", "HTTP/3", "HTTP/1",
        "HTTP/",
        "HTTP", "http/1.1", "Http/1.1", "HTTP/1.10", "HTTP/01.1", "HTTP/1.01", "HTTP/11", "HTTP/1,1",
        "HTTP/1.1.1",
        "HTTP/-1.1", "HTTP/+1.1", "HTTP 1.1", "HTTP/1.1HTTP/1.1", "HTTPS/1.1", "ICY/1.1", "RTSP/1.0",
        "XTTP/1.1",
        "HTTP\\1.1", "HTTP/x.1", "HTTP/1.x", "HTTP//1.1", "HTTP/1.1;", "HTTP/1.1,", "/1.1", "1.1",
        "HTTP/９.1")) {
      line("GET " + PATH + ' ' + bad);
    }
    line("GET " + PATH);
    line("GET");
  }

  private void methods() {
    for (String bad : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
        "MKCOL", "LOCK",
        "PRI", "QUERY", "get", "Get", "head", "GETT", "GE", "GET,HEAD", "HEADGET", "G-ET", "GET!", "X",
        "SEARCH", "M-SEARCH")) {
      line(bad + ' ' + PATH + " HTTP/1.1");
    }
  }

  private void lengths() {
    for (String bad : List.of("1", "5", "00", "+0", "-0", "-1", "0x0", "0,0", "0, 0", "0 0", "0;", "0.0",
        "1e0", "", " ",
        "９", "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "99999999999999999999999999",
        "a", "5,5", "5, 6", "\"0\"", "0\u00a0", "null")) {
      framing("Content-Length: " + bad);
    }
    framing("Content-Length: 0\r\nContent-Length: 0");
    framing("Content-Length: 0\r\nContent-Length: 5");
    framing("Content-Length : 5");
    framing("content-length: 5");
    framing("CONTENT-LENGTH: 5");
  }

  private void encodings() {
    for (String bad : List.of("chunked", "Chunked", "CHUNKED", " chunked", "\tchunked", "chunked ",
        "chunked,", ",chunked",
        "chunked, chunked", "chunked, identity", "identity, chunked", "identity", "gzip", "gzip, chunked",
        "deflate",
        "x", "xchunked", "chunkedx", "chunked;q=1", "chunked;", "\"chunked\"", "'chunked'", "cow", "",
        "chunked\u000b",
        "\u000bchunked", "chunked\u0000", "\u0000chunked", "chun ked", "chunked\r\n ,x", "x\r\n chunked",
        "compress")) {
      framing("Transfer-Encoding: " + bad);
    }
    framing("Transfer-Encoding: chunked\r\nContent-Length: 0");
    framing("Content-Length: 5\r\nTransfer-Encoding: chunked");
    framing("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity");
    framing("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked");
    framing("Transfer-Encoding : chunked");
    framing("Transfer-Encoding\t: chunked");
    framing("Transfer-Encoding\r\n : chunked");
    framing(" Transfer-Encoding: chunked");
    framing("X: y\nTransfer-Encoding: chunked");
    framing("X: y\rTransfer-Encoding: chunked");
    framing("Trailer: X");
  }

  private void folds() {
    for (String bad : List.of("X-A: b\r\n c", "X-A: b\r\n\tc", "X-A: b\r\n ", "X-A: b\r\n\t", "X-A:\r\n b",
        "X-A: b\r\n c\r\n d", "X-A: b\r\n Host: evil.example", "X-A: b\r\n \r\n")) {
      header(bad);
    }
    line("GET " + PATH + " HTTP/1.1\r\n X-A: b");
    line("GET " + PATH + " HTTP/1.1\r\n\tX-A: b");
  }

  private void lineEnds() {
    String head = "GET " + PATH + " HTTP/1.1|Host: 127.0.0.1|Authorization: " + token + "|X-A: b|X-B: c|";
    for (String end : List.of("\n", "\r\r\n", "\n\n", "\n\r", "\r", " \n", "\u0085", "\u2028", "\\r\\n",
        "\u0000\n")) {
      String[] parts = head.split("\\|", -1);
      // What is no control character may stand in the value of an unknown header, but nowhere before it.
      boolean control = end.chars().anyMatch(c -> c < ' ');
      for (int i = 0; i < (control ? parts.length - 1 : 3); i++) {
        var request = new StringBuilder();
        for (int j = 0; j < parts.length - 1; j++) {
          request.append(parts[j]).append(j == i ? end : "\r\n");
        }
        all.add(request.append("\r\n").toString());
      }
    }
    all.add(head.replace("|", "\r\n") + "\n");
    all.add(head.replace("|", "\n") + "\n");
  }

  private void targets() {
    for (String bad : List.of("*", "http://127.0.0.1" + PATH, "HTTP://127.0.0.1" + PATH,
        "https://127.0.0.1" + PATH,
        "//127.0.0.1" + PATH, "127.0.0.1:9780", "v1/credentials/dev", "\\v1\\credentials\\dev", PATH + "?",
        PATH + "#",
        PATH + "?a=b", PATH + "%", PATH + "%0", PATH + "%zz", PATH + "%00", PATH + "%0d%0a", PATH + "\u00e9",
        PATH + "\"",
        PATH + "<", PATH + "^", PATH + "/", "/" + PATH, PATH + "/..", "/../" + PATH, "/./v1/credentials/dev",
        "/v1/credentials/../credentials/dev", "/v1//credentials/dev", "/v1/credentials//dev",
        "/v1/Credentials/dev",
        PATH + "%C0%AF", PATH + "%ff", PATH + ";/x", "%2Fv1/credentials/dev", "/v1%2fcredentials/dev", "/")) {
      line("GET " + bad + " HTTP/1.1");
    }
    line("GET /" + "a".repeat(3000) + " HTTP/1.1");
    header("X-A: " + "b".repeat(9000));
    header("X-A: b\r\n".repeat(70) + "X-B: c");
  }
}
