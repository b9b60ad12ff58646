package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.Vend.Granted;
import io.credentialbroker.core.Vend.Unavailable;
import io.credentialbroker.core.VendLock;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the gate: asks the broker, which checks the grant and then the session, and writes its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class VendHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(VendHandler.class);

  /** How the broker looks from here. */
  @FunctionalInterface
  interface Vendor {
    /** As {@link Broker#vend}. */
    CompletableFuture<Vend> vend(Caller caller, ProfileName profile, Duration waited);
  }

  private final Vendor vendor;
  private final VendLock lock;
  private final VendObserver observer;
  private final String listener;
  private final InstantSource clock;

  VendHandler(Vendor vendor, VendLock lock, VendObserver observer, String listener, InstantSource clock) {
    this.vendor = vendor;
    this.lock = lock;
    this.observer = observer;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof Admitted admitted)) {
      throw new IllegalStateException("only an admitted request gets here");
    }
    CompletableFuture<Vend> vend = vendor.vend(admitted.caller(), admitted.profile(), admitted.waited());
    if (vend.isDone() && !vend.isCompletedExceptionally()) {
      answer(ctx, admitted, vend.join(), true);
    } else {
      observer.waits();
      vend.whenComplete((outcome, error) -> ctx.executor().execute(() -> {
        observer.waited();
        answer(ctx, admitted, outcome, false);
      }));
    }
  }

  private void answer(ChannelHandlerContext ctx, Admitted admitted, @Nullable Vend outcome,
      boolean fromCache) {
    if (outcome == null) {
      log.error("The broker gave no outcome for the profile '{}'.", admitted.profile());
      ctx.writeAndFlush(Refusal.INTERNAL);
      return;
    }
    Vend vend = neverLocked(neverExpired(outcome));
    observer.vended(listener, admitted.caller(), admitted.profile(), vend, fromCache);
    ctx.writeAndFlush(admitted.protocol().answerTo(admitted.profile(), vend), ctx.voidPromise());
  }

  /** The last look before the wire: the session room never hands out an expired session, and neither do we. */
  private Vend neverExpired(Vend vend) {
    if (vend instanceof Granted(var session) && session.isExpiredAt(clock.instant())) {
      return new Unavailable(Failure.of(FailureReason.INTERNAL, "the gate",
          "The session has expired and no new one is there yet.", "Ask again in a second."),
          Duration.ofSeconds(1));
    }
    return vend;
  }

  /** A request that waited for its session may have been overtaken by the lock. */
  private Vend neverLocked(Vend vend) {
    return vend instanceof Granted && lock.isLocked() ? Broker.LOCKED : vend;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that went away is no event. Of anything else only the kind and the place are logged: the text
    // of an exception may quote the request, and the request holds the token.
    if (!(cause instanceof IOException)) {
      StackTraceElement[] trace = cause.getStackTrace();
      log.error("A request failed in the gate: {} at {}.", cause.getClass().getName(),
          trace.length == 0 ? "an unknown place" : trace[0]);
    }
    ctx.close();
  }
}
