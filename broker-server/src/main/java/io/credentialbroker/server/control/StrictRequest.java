package io.credentialbroker.server.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.json.Json;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no command of ours sends: broken or other HTTP, headers of browsers and proxies, bodies that are
 * not a JSON object.
 */
final class StrictRequest extends ChannelInboundHandlerAdapter {
  private static final List<CharSequence> FOREIGN = List.of(HttpHeaderNames.ORIGIN, HttpHeaderNames.REFERER,
      HttpHeaderNames.COOKIE, HttpHeaderNames.UPGRADE, HttpHeaderNames.EXPECT, HttpHeaderNames.VIA,
      "forwarded",
      "x-forwarded-for", "x-forwarded-host", "x-real-ip", "sec-fetch-site", "sec-fetch-mode");

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof FullHttpRequest request) {
        Answer refusal = refusal(request);
        ObjectNode body = refusal == null ? body(request) : null;
        if (body == null) {
          context.writeAndFlush(new AnswerWriter.Last(refusal != null
              ? refusal
              : Answer.error(400, "BadRequest", "The body is not a JSON object.")));
        } else {
          context.fireChannelRead(new ControlRequest(request.method().name(), request.uri(), body,
              HttpUtil.isKeepAlive(request)));
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private static @Nullable Answer refusal(FullHttpRequest request) {
    if (request.decoderResult().isFailure() || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        || !request.uri().startsWith("/")) {
      return Answer.error(400, "BadRequest", "That is no HTTP/1.1 request of 'broker'.");
    }
    for (CharSequence name : FOREIGN) {
      if (request.headers().contains(name)) {
        return Answer.error(403, "ForeignRequest",
            "Requests of browsers and proxies are refused here: the header '"
                + name + "' is sent by those.");
      }
    }
    return request.content().isReadable() && !request.method().equals(HttpMethod.POST)
        ? Answer.error(400, "BadRequest", "Only POST has a body.")
        : null;
  }

  /** The object that was sent, an empty one where nothing was; null when it is something else. */
  private static @Nullable ObjectNode body(FullHttpRequest request) {
    if (!request.content().isReadable()) {
      return Answer.object();
    }
    try {
      // Nothing of the exception is told: it quotes what it was reading.
      return Json.read(request.content().toString(StandardCharsets.UTF_8)) instanceof ObjectNode object
          ? object
          : null;
    } catch (JsonProcessingException _) {
      return null;
    }
  }
}
