package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What both sockets have in common: how a profile stands in a path, and how a refusal is read. */
final class Wire {
  /** The codes of refusals that a person can lift. */
  private static final String PERSON = "(?i)(Mfa|SignIn).*";

  private static final Set<String> BAD_REQUEST = Set.of("BadRequest", "InvalidProfileName");

  private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Wire() {}

  /** Percent-encodes all but the unreserved characters; names that a path would swallow are encoded whole. */
  static String encode(String profile) {
    var path = new StringBuilder();
    boolean dots = profile.equals(".") || profile.equals("..");
    for (byte one : profile.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      if (!dots && UNRESERVED.indexOf(c) >= 0) {
        path.append(c);
      } else {
        path.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return path.toString();
  }

  /** The reason behind an answer that is not 200. */
  static BrokerException refusal(HttpAnswer answer) {
    String code = null;
    String message = null;
    String remedy = null;
    try {
      var body = JsonObject.read(answer.body());
      code = printable(body.text("code"));
      message = printable(body.text("message"));
      remedy = printable(body.text("remedy"));
    } catch (BrokerException e) {
      // An error without a readable body is still an error: its status decides.
    }
    if (message == null) {
      message = "brokerd answered with status " + answer.status() + " and no reason";
    }
    String hint = remedy == null || remedy.equals(message) ? "" : remedy;
    String what = without(hint, message);
    if (answer.status() == 404 && !"ProfileNotFound".equals(code)) {
      return new BrokerException(Kind.VERSION, "this brokerd does not know the request: " + what,
          "it is older than this command: update brokerd and start it again", code, null);
    }
    return new BrokerException(kind(answer.status(), code), what, hint, code, retryAfter(answer));
  }

  /** When to ask again, in whole seconds; null where the answer does not say, or nothing sensible. */
  static @Nullable Duration retryAfter(HttpAnswer answer) {
    String seconds = answer.header("Retry-After");
    return seconds != null && seconds.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : null;
  }

  /** The message up to the remedy that it ends with; a daemon that is older says no remedy, and has it in the message. */
  private static String without(String remedy, String message) {
    return message.endsWith(remedy)
        ? message.substring(0, message.length() - remedy.length()).stripTrailing()
        : message;
  }

  /** Text of the daemon's as it may go to a terminal: nothing in it moves the cursor. */
  static @Nullable String printable(@Nullable String text) {
    return text == null ? null : text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f]", "?");
  }

  /** The same for each of several. */
  static List<String> allPrintable(List<String> texts) {
    var printable = new ArrayList<String>();
    for (String text : texts) {
      String cleaned = printable(text);
      printable.add(cleaned == null ? "" : cleaned);
    }
    return printable;
  }

  private static Kind kind(int status, @Nullable String code) {
    if (code != null && code.matches(PERSON)) {
      return Kind.PERSON_NEEDED;
    }
    if (code != null && BAD_REQUEST.contains(code)) {
      return Kind.BAD_REQUEST;
    }
    return status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
  }
}
