package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileProblem;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads all files again now; tells what is wrong with them, and with single profiles. */
final class ReloadEndpoint implements Endpoint {
  private final Broker broker;
  private final Supplier<List<ProfileProblem>> reload;
  private final Executor blocking;

  ReloadEndpoint(Broker broker, Supplier<List<ProfileProblem>> reload, Executor blocking) {
    this.broker = broker;
    this.reload = reload;
    this.blocking = blocking;
  }

  /** A mistake in a source is that of every profile over it, and is told once. */
  private Stream<ProfileProblem> ofProfiles() {
    return new TreeMap<>(broker.catalog().entries()).values().stream().<ProfileProblem>mapMulti(
        (entry, out) -> {
          switch (entry) {
            case ProfileCatalog.Broken(var problem) -> out.accept(problem);
            case ProfileCatalog.Servable servable when servable.problem() != null ->
              out.accept(servable.problem());
            case ProfileCatalog.Servable _,ProfileCatalog.WithoutCredentials _ -> {
            }
          }
        });
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.supplyAsync(() -> {
      var body = Answer.object();
      var problems = body.putArray("problems");
      Stream.concat(reload.get().stream(), ofProfiles()).distinct()
          .forEach(problem -> problems.add(Problems.json(problem)));
      return Answer.ok(body);
    }, blocking);
  }
}
