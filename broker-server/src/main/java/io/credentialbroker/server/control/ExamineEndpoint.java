package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.doctor.Diagnosis;
import io.credentialbroker.core.doctor.StepOutcome;
import io.credentialbroker.core.mfa.MfaRemedy;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries a profile step by step, beside the sessions that are held, and tells why the first failing step failed. */
final class ExamineEndpoint implements Endpoint {
  private final Broker broker;
  private final BiFunction<ProfileName, ProfileCatalog.Servable, CompletableFuture<Diagnosis>> examine;
  private final Function<ProfileName, Explanation> explain;
  private final Executor blocking;

  ExamineEndpoint(Broker broker,
      BiFunction<ProfileName, ProfileCatalog.Servable, CompletableFuture<Diagnosis>> examine,
      Function<ProfileName, Explanation> explain, Executor blocking) {
    this.broker = broker;
    this.examine = examine;
    this.explain = explain;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    ProfileName name = call.profile();
    return switch (broker.catalog().entries().get(name)) {
      case ProfileCatalog.Servable servable -> CompletableFuture
          .supplyAsync(() -> examine.apply(name, servable), blocking).thenCompose(Function.identity())
          .thenApplyAsync(found -> Answer.ok(body(found, servable.problem())), blocking);
      case ProfileCatalog.Broken(var problem) -> done(broken(name, problem));
      case ProfileCatalog.WithoutCredentials(var problem) -> done(broken(name, problem));
      case null -> done(Answer.error(404, "ProfileNotFound", broker.catalog().without(name)));
    };
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer broken(ProfileName name, ProfileProblem problem) {
    var body = Answer.object().put("profile", name.value()).put("healthy", false);
    body.putArray("steps");
    body.putArray("causes");
    body.set("problem", Problems.json(problem));
    return Answer.ok(body);
  }

  private ObjectNode body(Diagnosis found, @Nullable ProfileProblem problem) {
    var body = Answer.object().put("profile", found.profile().value())
        .put("healthy", found.healthy() && problem == null);
    var steps = body.putArray("steps");
    found.steps().forEach(step -> put(steps, step, found.profile()));
    var mendings = mendings(found);
    var causes = body.putArray("causes");
    found.causes().forEach(cause -> {
      var one = causes.addObject().put("cause", cause.cause().name()).put("evidence", cause.evidence().name())
          .put("because", cause.because());
      var how = one.putArray("mendings");
      cause.mendings().forEach(mending -> how.add(mendings.of(mending)));
    });
    Duration ahead = found.clockAhead();
    if (ahead != null) {
      body.put("clockAheadSeconds", ahead.toSeconds());
    }
    if (found.heldUntil() != null) {
      body.put("heldUntil", StatusEndpoint.second(found.heldUntil()));
    }
    if (problem != null) {
      body.set("problem", Problems.json(problem));
    }
    return body;
  }

  /** By the files as they are now. */
  private MendingJson mendings(Diagnosis found) {
    Explanation explained = explain.apply(found.profile());
    String label = found.failed().map(StepOutcome.Failed::label).orElse(null);
    var steps = new ArrayList<Explanation.Step>();
    var step = label == null ? null : explained.served();
    while (step != null && !step.label().equals(label)) {
      steps.addFirst(step);
      step = step.base();
    }
    if (step == null) {
      return new MendingJson(explained.places(), List.of());
    }
    steps.addFirst(step);
    return new MendingJson(explained.places(), steps);
  }

  private static void put(ArrayNode steps, StepOutcome outcome, ProfileName profile) {
    var step = steps.addObject().put("step", outcome.label());
    switch (outcome) {
      case StepOutcome.Worked worked -> {
        putArn(step.put("outcome", "WORKED"), worked.arn());
        step.put("millis", worked.took().toMillis());
      }
      case StepOutcome.Held held -> putArn(step.put("outcome", "HELD"), held.arn());
      case StepOutcome.Failed failed -> step.put("outcome", "FAILED").put("millis", failed.took().toMillis())
          .set("failure", failure(failed.failure(), profile));
      case StepOutcome.NotTried _ -> step.put("outcome", "NOT_TRIED");
    }
  }

  private static void putArn(ObjectNode step, @Nullable String arn) {
    if (arn != null) {
      step.put("arn", arn);
    }
  }

  private static ObjectNode failure(Failure failure, ProfileName profile) {
    var body = Answer.object().put("reason", failure.reason().name());
    if (failure.upstreamCode() != null) {
      body.put("code", failure.upstreamCode());
    }
    return body.put("message", failure.message()).put("remedy", MfaRemedy.of(failure, profile));
  }
}
