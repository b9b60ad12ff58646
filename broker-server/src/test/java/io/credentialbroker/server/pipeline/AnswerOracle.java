package io.credentialbroker.server.pipeline;

import io.credentialbroker.server.fixtures.TestBroker;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is true of every answer, whatever bytes were sent: at most one to a request, never the credentials
 * without the exact token, never a header that opens the answer to web pages. Fast enough for millions.
 */
final class AnswerOracle {
  private static final String STATUS_LINE = "HTTP/1.1 ";
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final Pattern AUTHORIZATION = Pattern
      .compile("(?im)^authorization:[ \\t]*(.*?)[ \\t]*\\r?$");

  private final String token;

  AnswerOracle(String token) {
    this.token = token;
  }

  /** Fails with the request, escaped, when the answers break a rule. */
  void check(String request, String received) {
    // The end of the connection may cut off one more request, which is then answered with 400.
    if (answers(received) > count(request, END_OF_HEAD) + 1) {
      throw new AssertionError(
          "more answers than requests: " + escaped(request) + " got " + escaped(received));
    }
    // At the start of a line: an error may name the profile that was asked for, and that may be called anything.
    if (received.contains("\nAccess-Control-")) {
      throw new AssertionError("an answer for web pages: " + escaped(request));
    }
    boolean credentials = received.contains(STATUS_LINE + "200") || received.contains(TestBroker.SECRET_KEY)
        || received.contains(TestBroker.SESSION_TOKEN);
    if (credentials && !namesToken(request)) {
      throw new AssertionError("credentials without the token: " + escaped(request));
    }
  }

  private boolean namesToken(String request) {
    Matcher lines = AUTHORIZATION.matcher(request);
    while (lines.find()) {
      if (lines.group(1).equals(token)) {
        return true;
      }
    }
    return false;
  }

  /** Status lines; the message of one answer names the protocol too. */
  private static int answers(String received) {
    int count = 0;
    for (int at = received.indexOf(STATUS_LINE); at >= 0; at = received.indexOf(STATUS_LINE, at + 1)) {
      int code = at + STATUS_LINE.length();
      count += code < received.length() && Character.isDigit(received.charAt(code)) ? 1 : 0;
    }
    return count;
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\x%02x", (int) c));
    }
    return escaped.toString();
  }
}
