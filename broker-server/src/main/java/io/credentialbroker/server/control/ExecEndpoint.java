package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes a token for one profile that lives as long as the connection: when the command ends, however it ends,
 * the kernel closes its end, and the token is refused from then on.
 */
final class ExecEndpoint implements Endpoint {
  private final EnvironmentEndpoint environment;
  private final ExecTokens tokens;
  private final Executor blocking;

  ExecEndpoint(EnvironmentEndpoint environment, ExecTokens tokens, Executor blocking) {
    this.environment = environment;
    this.tokens = tokens;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.supplyAsync(
        () -> environment.forProfile(call.profile(), servable -> issue(call, servable)), blocking);
  }

  private Answer issue(Call call, ProfileCatalog.Servable servable) {
    ExecTokens.Held held;
    try {
      held = tokens.issue(call.profile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bind(held, call.connection());
    return Answer.ok(environment.variables(call.profile(), servable, held.file()).put("tokenId", held.id()));
  }

  private void bind(ExecTokens.Held held, Channel connection) {
    ConnectionDeadline.hold(connection);
    // Runs at once when the connection has ended already.
    connection.closeFuture().addListener(_ -> blocking.execute(held::close));
  }
}
