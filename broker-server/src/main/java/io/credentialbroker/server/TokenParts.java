package io.credentialbroker.server;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.control.ExecTokens;
import io.credentialbroker.server.tokens.NamedTokens;
import io.credentialbroker.server.tokens.RotatingToken;
import io.credentialbroker.server.transport.StateFile;
import io.credentialbroker.server.transport.TokenFile;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The tokens of others: of the clients in {@code broker.toml}, and those of {@code broker token new}.
 *
 * @param own whose processes the user's tokens are for; empty where the system does not tell who asks
 * @param paces how often anybody may ask
 * @param clients those of {@code broker.toml}; without tokens until the first reading of the files is applied
 * @param named those of {@code broker token new}
 */
record TokenParts(Set<Integer> own, Paces paces, NamedClients clients, NamedTokens named) {

  static TokenParts assemble(Footing on, CoreParts core, Transport transport, Parts parts, Executor blocking)
      throws IOException {
    var time = on.start().time();
    int uid = on.runtime().uid();
    // Where the kernel says whose connection it is, a token of ours is for processes of ours.
    var own = transport.peers().overTcp().isPresent() ? Set.of(uid) : Set.<Integer>of();
    var paces = new Paces(on.settings().config().limits().requestsPerSecond(), time.ticker()::read);
    var clients = parts
        .add(new NamedClients(core.tokens(), own, paces, time.wall(), time.timers(), blocking));
    var named = parts.add(new NamedTokens(core.tokens(),
        StateFile.named("tokens.json", on.start().environment(), on.start().home(), uid), time.wall(), own,
        () -> paces.of(null), name -> BrokerConfig.RESERVED_CLIENTS.contains(name) || clients.has(name),
        blocking));
    named.load();
    return new TokenParts(own, paces, clients, named);
  }

  /**
   * The tokens of the user himself.
   *
   * @param owner what they let him have
   * @param file the one in the runtime directory
   * @param exec those of {@code broker exec}
   */
  record Users(Identity owner, UserToken file, ExecTokens exec) {}

  /** Makes them, or takes over what a predecessor left for its successor. */
  Users users(Footing on, CoreParts core, Parts parts, Executor blocking) throws IOException {
    var user = on.settings().config().user();
    var time = on.start().time();
    var owner = new Identity("user", new Grant(user.profiles()), ProcessRules.NONE, paces.of(null));
    var file = new TokenFile(on.runtime().resolve("token"));
    var rotating = new RotatingToken(core.tokens(), owner, TokenTerms.of(own), file,
        user.rotate() == null ? UserToken.NEVER : user.rotate(), UserToken.OVERLAP, time.wall(),
        time.timers(), blocking);
    var userToken = parts.add(UserToken.open(file, on.passed().any(), rotating));
    var exec = parts
        .add(new ExecTokens(core.tokens(), own, () -> paces.of(null), on.runtime().resolve("exec"),
            (path, token) -> new TokenFile(path).write(token)));
    return new Users(owner, userToken, exec);
  }
}
