package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.server.peer.Attestor;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client that has rules for its process is asked for nothing: the system is, at each request, since a process may
 * have become another program or have passed its connection on. Who has no rules passes at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class ProcessGate extends ChannelInboundHandlerAdapter {
  /**
   * Part of {@link io.credentialbroker.core.Broker#LONGEST_WAIT}, and not added to it. Only reading a large program for the first time takes longer; it goes on,
   * and the next request finds it done.
   */
  static final Duration LONGEST = Duration.ofMillis(300);

  private final Attestor attestor;

  ProcessGate(Attestor attestor) {
    this.attestor = attestor;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof Admitted admitted) || admitted.rules().isEmpty()) {
      ctx.fireChannelRead(message);
      return;
    }
    var question = new Question(ctx, admitted);
    var late = ctx.executor().schedule(question::late, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    attestor.processesOf(ctx.channel(), admitted.rules()).whenComplete((found, _) -> ctx.executor()
        .execute(() -> {
          late.cancel(false);
          question.answered(found == null ? List.of() : found);
        }));
  }

  /** One request that waits; all of it on the event loop. */
  private static final class Question {
    private final ChannelHandlerContext ctx;
    private final Admitted admitted;
    private final long asked;
    private boolean over;

    Question(ChannelHandlerContext ctx, Admitted admitted) {
      this.ctx = ctx;
      this.admitted = admitted;
      this.asked = ctx.executor().ticker().nanoTime();
    }

    void answered(List<ProcessFacts> found) {
      if (over || !ctx.channel().isActive()) {
        return;
      }
      over = true;
      if (admitted.rules().accept(found)) {
        ctx.fireChannelRead(admitted.after(Duration.ofNanos(ctx.executor().ticker().nanoTime() - asked)));
      } else {
        ctx.writeAndFlush(Refusal.PROCESS);
      }
    }

    void late() {
      if (!over) {
        over = true;
        ctx.writeAndFlush(Refusal.PROCESS_LATE);
      }
    }
  }
}
