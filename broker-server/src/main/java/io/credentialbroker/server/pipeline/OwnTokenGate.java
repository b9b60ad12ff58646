package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.server.peer.PeerGate;
import io.credentialbroker.server.pipeline.OwnTokenProtocol.Reply;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/** Asks the protocol, and hands on what it admits. */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class OwnTokenGate extends ChannelInboundHandlerAdapter {
  private final OwnTokenProtocol protocol;

  OwnTokenGate(OwnTokenProtocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpRequest request)) {
      throw new IllegalStateException("only a request gets here");
    }
    switch (protocol.reply(request.method().name(), request.uri(), request.headers()::getAll)) {
      case Reply.Sent(var answer) -> ctx.writeAndFlush(answer);
      case Reply.Refused(var refusal) -> ctx.writeAndFlush(refusal);
      case Reply.Admits(var profile, var written) -> ctx.fireChannelRead(new Admitted(written, profile,
          new Caller(protocol.client(), Grant.only(profile), PeerGate.peerOf(ctx.channel())),
          ProcessRules.NONE));
    }
  }
}
