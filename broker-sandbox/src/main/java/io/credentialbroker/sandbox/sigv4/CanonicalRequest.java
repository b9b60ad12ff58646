package io.credentialbroker.sandbox.sigv4;

import io.credentialbroker.sandbox.http.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The canonical form of a request, as "Create a signed AWS API request" in the IAM User Guide lays it down for
 * services other than S3: the path is encoded once more than it was sent.
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String of(Request request, List<String> signedHeaders) {
    String headers = signedHeaders.stream()
        .map(name -> name + ":" + request.headers().all(name).stream().map(CanonicalRequest::squeeze)
            .collect(Collectors.joining(",")) + "\n")
        .collect(Collectors.joining());
    return String.join("\n", request.method(), path(request.path()), query(request.query()), headers,
        String.join(";", signedHeaders), sha256(request.body()));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String path(String raw) {
    return raw.isEmpty()
        ? "/"
        : Arrays.stream(raw.split("/", -1)).map(CanonicalRequest::encode).collect(Collectors.joining("/"));
  }

  private static String query(String raw) {
    if (raw.isEmpty()) {
      return "";
    }
    var pairs = new ArrayList<String>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(encode(decode(name)) + "=" + encode(decode(value)));
    }
    pairs.sort(null);
    return String.join("&", pairs);
  }

  private static String squeeze(String value) {
    return value.strip().replaceAll(" +", " ");
  }

  /** A plus in a query is a plus: only percent sequences are decoded. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace(
        "%7E",
        "~");
  }
}
