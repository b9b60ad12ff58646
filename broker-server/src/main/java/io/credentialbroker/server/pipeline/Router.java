package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.profile.ProfileName;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/** From the path to the protocol and the profile. Nothing is looked up yet: whether the profile exists, the
 * caller learns only after it has shown who it is. */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class Router extends ChannelInboundHandlerAdapter {
  private final Route[] routes;

  Router(List<Route> routes) {
    this.routes = routes.toArray(Route[]::new);
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      switch (route(request)) {
        case Refusal refusal -> ctx.writeAndFlush(refusal);
        case Object routed -> ctx.fireChannelRead(routed);
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }

  /** A {@link Routed} or a {@link Refusal}. */
  Object route(HttpRequest request) {
    String target = request.uri();
    if (target.indexOf('?') >= 0 || target.indexOf('#') >= 0) {
      return Refusal.QUERY;
    }
    for (Route route : routes) {
      int start = route.prefix().length();
      if (target.startsWith(route.prefix()) && target.length() > start && target.indexOf('/', start) < 0) {
        ProfileName profile = ProfilePath.decode(target, start);
        return profile == null
            ? Refusal.BAD_ENCODING
            : new Routed(route.protocol(), profile, Authorization.of(request.headers()));
      }
    }
    return Refusal.NO_SUCH_PATH;
  }
}
