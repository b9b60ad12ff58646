package io.credentialbroker.server.pipeline;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No browser and no proxy: a header that only those add is the proof that the request comes from a web page or
 * from further away than this machine. SDKs send none of these.
 */
final class ForeignHeaderGate extends Gate {
  private static final Map<AsciiString, Refusal> BY_NAME = Map.ofEntries(
      name("origin", Refusal.BROWSER),
      name("referer", Refusal.BROWSER),
      name("cookie", Refusal.BROWSER),
      name("cookie2", Refusal.BROWSER),
      name("dnt", Refusal.BROWSER),
      name("upgrade-insecure-requests", Refusal.BROWSER),
      name("forwarded", Refusal.FORWARDED),
      name("via", Refusal.FORWARDED),
      name("x-real-ip", Refusal.FORWARDED),
      name("x-client-ip", Refusal.FORWARDED),
      name("x-cluster-client-ip", Refusal.FORWARDED),
      name("x-envoy-external-address", Refusal.FORWARDED),
      name("true-client-ip", Refusal.FORWARDED),
      name("cf-connecting-ip", Refusal.FORWARDED),
      name("fastly-client-ip", Refusal.FORWARDED),
      name("max-forwards", Refusal.FORWARDED),
      name("x-original-url", Refusal.FORWARDED),
      name("x-rewrite-url", Refusal.FORWARDED),
      name("x-http-method-override", Refusal.FORWARDED),
      name("upgrade", Refusal.UPGRADE),
      name("http2-settings", Refusal.UPGRADE),
      name("expect", Refusal.UPGRADE));

  @Override
  @Nullable
  Refusal refusalOf(HttpRequest request) {
    // An absolute-form target is what a client sends to a proxy, an authority-form one what CONNECT takes.
    if (request.uri().isEmpty() || request.uri().charAt(0) != '/') {
      return Refusal.TARGET_FORM;
    }
    Iterator<Map.Entry<CharSequence, CharSequence>> headers = request.headers().iteratorCharSequence();
    while (headers.hasNext()) {
      Refusal refusal = refusalOf(AsciiString.of(headers.next().getKey()));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal refusalOf(AsciiString name) {
    if (startsWith(name, "sec-") || startsWith(name, "access-control-")) {
      return Refusal.BROWSER;
    }
    if (startsWith(name, "x-forwarded") || startsWith(name, "proxy-") || startsWith(name, "x-original-")) {
      return Refusal.FORWARDED;
    }
    return BY_NAME.get(name.toLowerCase());
  }

  private static boolean startsWith(AsciiString name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static Map.Entry<AsciiString, Refusal> name(String name, Refusal refusal) {
    return Map.entry(AsciiString.cached(name), refusal);
  }
}
