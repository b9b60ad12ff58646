package io.credentialbroker.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller.Peer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes in, and who is told of. */
final class PeerGateTest {
  /** Who the peer is, and whether it has gone. */
  private record Known(@Nullable Peer peer, boolean gone) implements PeerLookup {
    @Override
    public @Nullable Peer peerOf(Channel channel) {
      return peer;
    }

    @Override
    public boolean hasGone(Channel channel) {
      return gone;
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "nobody", textBlock = """
      1000   | false | in
      1000   | true  | in
      1001   | false | told
      1001   | true  | told
      nobody | false | told
      nobody | true  | gone
      """)
  void channelActive_everyPeer_isLetInOrToldOfOrSimplyGone(@Nullable Integer uid, boolean gone, String then) {
    var told = new ArrayList<@Nullable Peer>();
    var passed = new ArrayList<String>();
    var peer = uid == null ? null : new Peer(uid, 0);
    var channel = new EmbeddedChannel(new PeerGate(new Known(peer, gone), user -> user == 1000, told::add),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext ctx) {
            passed.add("active");
          }
        });
    assertThat(passed).isEqualTo(then.equals("in") ? List.of("active") : List.of());
    assertThat(told).hasSize(then.equals("told") ? 1 : 0);
    assertThat(channel.isOpen()).isEqualTo(then.equals("in"));
    if (then.equals("in")) {
      channel.writeInbound(Unpooled.EMPTY_BUFFER);
    }
    assertThat(channel.<Object>readOutbound()).isNull();
  }
}
