package io.credentialbroker.bench.micro;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.server.ecs.EcsRoutes;
import io.credentialbroker.server.peer.Attestor;
import io.credentialbroker.server.pipeline.Connections;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.pipeline.VendPipeline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request from its bytes to the bytes of its answer, through the whole gate, on a connection that stays open: the
 * decoder, every check, token, grant, session. Without a socket, audit and metrics, which {@code bench/run} has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class GateBenchmark {
  private static final Peer PEER = new Peer(1000, 42);

  /** As it is in the request: with nothing to decode, and with something. */
  @Param({ "bench", "b%C3%A9nch"})
  String path;

  private HeldSessions held;
  private EmbeddedChannel channel;
  private ByteBuf request;
  private ByteBuf another;

  @Setup(Level.Trial)
  public void open() {
    held = new HeldSessions(0);
    var broker = new Broker(held.engine, recipe -> List.of(held.plan(SessionKey.of(recipe))), held.time);
    var servable = new ProfileCatalog.Servable(HeldSessions.recipe(0), false, List.of());
    broker.adopt(
        new ProfileCatalog(Map.of(new ProfileName("bench"), servable, new ProfileName("bénch"), servable),
            List.of()));
    var tokens = new ClientTokens(new SecureRandom(), held.time);
    String token = tokens.add("user", Grant.EVERYTHING, TokenTerms.NONE).token().reveal();
    var parts = new VendPipeline.Parts(broker, tokens, EcsRoutes.of(broker::catalog),
        new Connections(Limits.DEFAULTS, held.time), VendObserver.NONE, held.time, Attestor.NONE);
    channel = new EmbeddedChannel(VendPipeline.unix(parts, "unix", _ -> PEER, uid -> uid == PEER.uid(),
        new Identity("user", Grant.EVERYTHING)));
    request = request(token, "*/*");
    another = request(token, "a/b");
    if (repeated() < 1000 || decoded() < 1000) {
      throw new IllegalStateException("no credentials in the answer");
    }
  }

  private ByteBuf request(String token, String accept) {
    return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(
        ("GET /v1/credentials/" + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
            + "\r\nAuthorization: " + token + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** The request that the connection had before; answers how long the answer was. */
  @Benchmark
  public int repeated() {
    return answered(request);
  }

  /** Another one each time, so that each is decoded; answers how long the answer was. */
  @Benchmark
  public int decoded() {
    ByteBuf next = another;
    another = request;
    request = next;
    return answered(next);
  }

  private int answered(ByteBuf asked) {
    channel.writeInbound(asked.retainedDuplicate());
    ByteBuf answer = channel.readOutbound();
    try {
      return answer.readableBytes();
    } finally {
      answer.release();
    }
  }
}
