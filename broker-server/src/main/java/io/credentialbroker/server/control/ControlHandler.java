package io.credentialbroker.server.control;

import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.server.ops.OpsPages;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a request to its endpoint and the answer back; one request at a time for each connection. */
final class ControlHandler extends SimpleChannelInboundHandler<ControlRequest> {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.control");

  private final Routes routes;
  private final @Nullable Monitor monitor;
  private boolean busy;
  private boolean peerHasEnded;

  ControlHandler(Routes routes, @Nullable Monitor monitor) {
    this.routes = routes;
    this.monitor = monitor;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ControlRequest request) {
    if (busy) {
      context.writeAndFlush(new AnswerWriter.Last(
          Answer.error(400, "BadRequest", "A request came before the last one was answered.")));
      return;
    }
    busy = true;
    answer(request, context)
        .whenComplete((answer, error) -> context.executor().execute(() -> {
          busy = false;
          var sent = answer != null ? answer : fault(error);
          context.writeAndFlush(request.keepAlive() && !peerHasEnded ? sent : new AnswerWriter.Last(sent));
        }));
  }

  private CompletionStage<Answer> answer(ControlRequest request, ChannelHandlerContext context) {
    return monitor != null && OpsPages.has(request.method(), request.target())
        ? monitor.answer(request.target())
        : routes.answer(request.method(), request.target(), request.body(), context.channel());
  }

  /** A command that has ended looks like one that has no more to ask; neither needs the connection any longer. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peerHasEnded = true;
      if (!busy) {
        context.close();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A peer that resets is no event; our own faults are told by fault().
    LOG.debug("a control connection ended early", cause);
    context.close();
  }

  private static Answer fault(@Nullable Throwable error) {
    LOG.error("a control request failed", error);
    return Answer.error(500, "InternalError", new Told("The daemon failed at this.", "Look into its log."));
  }
}
