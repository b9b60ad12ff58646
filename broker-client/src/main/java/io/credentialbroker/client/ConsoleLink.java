package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A link that signs in to the console, good for fifteen minutes.
 *
 * @param url whoever has it has the session
 * @param arn whose session it is, where that is known
 * @param expiration when the credentials behind it end
 */
public record ConsoleLink(String url, @Nullable String arn, Instant expiration) {

  static ConsoleLink read(JsonObject from) throws BrokerException {
    return new ConsoleLink(url(from), Wire.printable(from.text("arn")),
        JsonObject.required(from.instant("expiration"), "expiration"));
  }

  /** Only what a browser may be sent to: what answers could be anybody's. */
  static String url(JsonObject from) throws BrokerException {
    String url = from.requiredText("url");
    try {
      var uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: it may hold the token.
    }
    throw new BrokerException(Kind.BAD_ANSWER, "the daemon answered with a link that is no web address",
        "end the program that holds the socket and start brokerd");
  }

  /** Without the link. */
  @Override
  public String toString() {
    return "ConsoleLink[" + arn + "]";
  }
}
