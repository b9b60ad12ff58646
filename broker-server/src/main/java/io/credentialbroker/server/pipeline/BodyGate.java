package io.credentialbroker.server.pipeline;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No body, in any framing: where two parsers disagree on where a body ends, one of them sees a request that
 * nobody sent. A single {@code Content-Length: 0} says the same as none and passes.
 */
final class BodyGate extends Gate {
  private static final List<String> ZERO = List.of("0");

  @Override
  @Nullable
  Refusal refusalOf(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || headers.contains(HttpHeaderNames.TRAILER)) {
      return Refusal.BODY;
    }
    return !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        || headers.getAll(HttpHeaderNames.CONTENT_LENGTH).equals(ZERO) ? null : Refusal.BODY;
  }
}
