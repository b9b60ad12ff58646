package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.server.imds.MetadataTokens;
import io.credentialbroker.server.imds.MetadataTree;
import io.credentialbroker.server.imds.MetadataTree.Found;
import io.credentialbroker.server.transport.PeerGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Path and token of an IMDSv2 request. A PUT to the one path gives a token; all else needs one, and only then is it
 * looked at what is asked for.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class MetadataHandler extends ChannelInboundHandlerAdapter {
  static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";
  static final String TOKEN = "x-aws-ec2-metadata-token";
  private static final String TOKEN_PATH = "/latest/api/token";
  private static final int LONGEST_SECONDS = 21_600;
  private static final Answer ONLY_PUT = Answer.of(Status.METHOD_NOT_ALLOWED, "Allow: PUT\r\n",
      Answer.errorBody("MethodNotAllowed", "A token is asked for with PUT."), false);
  private static final Answer BAD_TTL = Answer.error(Status.BAD_REQUEST, "BadTtl",
      "A PUT for a token has one header " + TTL + " with 1 to " + LONGEST_SECONDS + ".");

  private final MetadataTree tree;
  private final MetadataTokens tokens;
  private final Protocol protocol;
  private final Grant grant;

  MetadataHandler(MetadataTree tree, MetadataTokens tokens, Protocol protocol) {
    this.tree = tree;
    this.tokens = tokens;
    this.protocol = protocol;
    this.grant = Grant.only(tree.profile());
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
    boolean put = request.method().equals(HttpMethod.PUT);
    if (request.uri().equals(TOKEN_PATH)) {
      ctx.writeAndFlush(put ? token(request.headers().getAll(TTL)) : ONLY_PUT);
    } else if (put) {
      ctx.writeAndFlush(Refusal.METHOD);
    } else if (!hasToken(request.headers().getAll(TOKEN))) {
      ctx.writeAndFlush(Refusal.METADATA_TOKEN);
    } else {
      answer(ctx, tree.find(request.uri()));
    }
  }

  private Answer token(List<String> ttl) {
    if (ttl.size() != 1 || !ttl.getFirst().matches("[0-9]{1,5}")) {
      return BAD_TTL;
    }
    int seconds = Integer.parseInt(ttl.getFirst());
    if (seconds < 1 || seconds > LONGEST_SECONDS) {
      return BAD_TTL;
    }
    // The Rust SDK refuses a token whose answer does not say again how long it lives.
    return Answer.text(tokens.issue(seconds), TTL + ": " + seconds + "\r\n");
  }

  private boolean hasToken(List<String> sent) {
    return sent.size() == 1 && tokens.isValid(sent.getFirst());
  }

  private void answer(ChannelHandlerContext ctx, Found found) {
    switch (found) {
      case Found.Text(var text) -> ctx.writeAndFlush(Answer.text(text, ""));
      case Found.Json(var text) ->
        ctx.writeAndFlush(Answer.json(Status.OK, text.getBytes(StandardCharsets.UTF_8)));
      case Found.Credentials() -> ctx.fireChannelRead(new Admitted(protocol, tree.profile(),
          new Caller("imds", grant, PeerGate.peerOf(ctx.channel()))));
      case Found.Nothing() -> ctx.writeAndFlush(Refusal.NO_SUCH_PATH);
    }
  }
}
