package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Tells how a profile's credentials are made and where each value came from, by the files as they are now. */
final class ExplainEndpoint implements Endpoint {
  private final Broker broker;
  private final Function<ProfileName, Explanation> explain;
  private final Executor blocking;

  ExplainEndpoint(Broker broker, Function<ProfileName, Explanation> explain, Executor blocking) {
    this.broker = broker;
    this.explain = explain;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.supplyAsync(() -> answer(explain.apply(call.profile())), blocking);
  }

  private Answer answer(Explanation explained) {
    var entry = broker.catalog().entries().get(explained.profile());
    var problem = explained.problem();
    if (entry == null && problem != null) {
      return Answer.error(404, "ProfileNotFound", problem.message() + ' ' + problem.remedy());
    }
    var body = Answer.object().put("profile", explained.profile().value());
    if (explained.served() != null) {
      body.set("recipe", step(explained.served()));
    }
    if (problem != null) {
      body.set("problem", Problems.json(problem));
      body.put("servedAsLastRead", entry instanceof ProfileCatalog.Servable);
    }
    var notes = body.putArray("notes");
    explained.notes().forEach(notes::add);
    var problems = body.putArray("problems");
    explained.fileProblems().forEach(wrong -> problems.add(Problems.json(wrong)));
    return Answer.ok(body);
  }

  private static ObjectNode step(Explanation.Step step) {
    var body = Answer.object().put("step", step.label());
    var settings = body.putArray("settings");
    step.settings().forEach(setting -> settings.addObject().put("name", setting.name())
        .put("value", setting.value()).put("origin", setting.origin()));
    if (step.base() != null) {
      body.set("base", step(step.base()));
    }
    return body;
  }
}
