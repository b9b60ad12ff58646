package io.credentialbroker.server.pipeline;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Credentials are read, never posted: GET, and HEAD as its shadow. */
final class MethodGate extends Gate {
  @Override
  @Nullable
  Refusal refusalOf(HttpRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) ? null : Refusal.METHOD;
  }
}
