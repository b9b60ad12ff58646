package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.PresentedToken;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;

/** What a request has in its {@code Authorization} header: the raw token, without a scheme, in one opaque string. */
sealed interface Authorization {
  /** Nothing. */
  record None() implements Authorization {}

  /** Several, of which none counts. */
  record Several() implements Authorization {}

  /** A token, whoever's it is. */
  record Token(PresentedToken presented) implements Authorization {}

  /** Of these headers. */
  static Authorization of(HttpHeaders headers) {
    Iterator<String> values = headers.valueStringIterator(HttpHeaderNames.AUTHORIZATION);
    if (!values.hasNext()) {
      return new None();
    }
    String token = values.next();
    return values.hasNext() ? new Several() : new Token(PresentedToken.of(token));
  }
}
