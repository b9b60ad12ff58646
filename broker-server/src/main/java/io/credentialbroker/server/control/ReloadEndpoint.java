package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.ProfileProblem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Reads all files again now. */
final class ReloadEndpoint implements Endpoint {
  private final Supplier<List<ProfileProblem>> reload;
  private final Executor blocking;

  ReloadEndpoint(Supplier<List<ProfileProblem>> reload, Executor blocking) {
    this.reload = reload;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.supplyAsync(() -> {
      var body = Answer.object();
      var problems = body.putArray("problems");
      reload.get().forEach(problem -> problems.add(Problems.json(problem)));
      return Answer.ok(body);
    }, blocking);
  }
}
