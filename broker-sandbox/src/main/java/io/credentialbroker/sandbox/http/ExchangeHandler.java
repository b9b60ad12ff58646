package io.credentialbroker.sandbox.http;

import io.credentialbroker.sandbox.fault.Calls;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.fault.Faults;
import io.credentialbroker.sandbox.fault.Strike;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * One exchange after the other on one connection: which twin, which faults, its answer, the record of it. The
 * connection is not read while a delayed answer is due, so answers keep the order of their requests.
 */
final class ExchangeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int HTTP_OK = 200;

  private final Router router;
  private final Faults faults;
  private final Calls calls;
  private final InstantSource clock;

  ExchangeHandler(Router router, Faults faults, Calls calls, InstantSource clock) {
    this.router = router;
    this.faults = faults;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    Instant arrived = clock.instant();
    if (message.decoderResult().isFailure()) {
      new AnswerWriter(context, false, arrived).write(Answer.text(400, "this is not HTTP/1.1\n"));
      return;
    }
    Request request = requestOf(message);
    Twin twin = router.twinFor(request);
    String action = actionOf(twin, request);
    calls.arrived(action);
    Strike strike = faults.strike(action);
    var exchange = new Exchange(request, twin, action, strike, arrived);
    boolean keepAlive = HttpUtil.isKeepAlive(message);
    if (strike.delay().isZero()) {
      finish(context, exchange, keepAlive);
    } else {
      context.channel().config().setAutoRead(false);
      var _ = context.executor().schedule(() -> {
        finish(context, exchange, keepAlive);
        context.channel().config().setAutoRead(true);
      }, strike.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The call is on record before its answer leaves: who has the answer finds the record. */
  private void finish(ChannelHandlerContext context, Exchange exchange, boolean keepAlive) {
    Strike strike = exchange.strike();
    var writer = new AnswerWriter(context, keepAlive, clock.instant().plus(strike.dateSkew()));
    switch (strike.instead()) {
      case null -> writer.write(recorded(exchange, exchange.answer()));
      case Fault.ErrorAnswer error -> writer.write(recorded(exchange, exchange.refusal(error)));
      case Fault.Truncated _ -> {
        Answer answer = exchange.answer();
        calls.finished(exchange.call(0));
        writer.writeHalf(answer);
      }
      case Fault.Reset _ -> {
        calls.finished(exchange.call(0));
        writer.reset();
      }
      case Fault.Oversized oversized -> {
        calls.finished(exchange.call(HTTP_OK));
        writer.writeEndless(oversized.bytes());
      }
      case Fault.Nonsense _ -> {
        calls.finished(exchange.call(HTTP_OK));
        writer.writeNoise();
      }
      case Fault.BlackHole _,Fault.Latency _,Fault.SkewedDate _ -> calls.finished(exchange.call(0));
    }
  }

  private Answer recorded(Exchange exchange, Answer answer) {
    calls.finished(exchange.call(answer.status()));
    return answer;
  }

  private static Request requestOf(FullHttpRequest message) {
    var headers = new Headers();
    message.headers().forEach(field -> headers.add(field.getKey(), field.getValue()));
    return new Request(message.method().name(), message.uri(), headers,
        ByteBufUtil.getBytes(message.content()));
  }

  private static String actionOf(Twin twin, Request request) {
    try {
      return twin.action(request);
    } catch (RuntimeException e) {
      // A request so broken that not even its action can be read; the twin will say so again when answering.
      return "none:Unreadable";
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
