package io.credentialbroker.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets in everybody who stands at the door before it closes. The kernel completes connections on its own and
 * queues them; their programs may have sent a request by then, and all who are still queued when a listening
 * socket closes are reset. So the kernel is told to take no more, the queue is emptied, and only then is the
 * socket closed: whoever came later has never been connected.
 */
final class LastCall extends ChannelInboundHandlerAdapter {
  private static final long LOOK_MS = 5;
  /** Enough for a handshake that was under way on the other core. */
  private static final int QUIET_LOOKS = 2;
  /** Where the kernel cannot be told, there may be no end of newcomers. */
  private static final int MOST_LOOKS = 40;

  private final Consumer<Channel> refuseNew;
  private final CompletableFuture<Void> everybodyIsIn = new CompletableFuture<>();
  private boolean called;
  private boolean somebodyCame;
  private int looks;
  private int quiet;

  /**
   * The last handler of a listening channel before the one that sets connections up.
   *
   * @param refuseNew tells the kernel to take no more connections for that channel, but to keep those it has
   */
  LastCall(Consumer<Channel> refuseNew) {
    this.refuseNew = refuseNew;
  }

  /** Returns when the queue is empty; after a fifth of a second at most. Not to be called on the event loop. */
  void await(Channel listening) {
    if (!listening.isOpen()) {
      return;
    }
    listening.eventLoop().execute(() -> {
      if (listening.isOpen()) { // else its descriptor may be another file's by now
        called = true;
        refuseNew.accept(listening);
      }
      look(listening);
    });
    everybodyIsIn.join();
  }

  private void look(Channel listening) {
    quiet = somebodyCame ? 0 : quiet + 1;
    somebodyCame = false;
    if (quiet > QUIET_LOOKS || ++looks > MOST_LOOKS || !listening.isOpen()) {
      everybodyIsIn.complete(null);
    } else {
      listening.eventLoop().schedule(() -> look(listening), LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    somebodyCame = true;
    ctx.fireChannelRead(accepted);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!called) { // afterwards accepting fails, once the queue of a unix socket is empty
      ctx.fireExceptionCaught(cause);
    }
  }
}
