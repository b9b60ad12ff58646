package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.mfa.MfaRemedy;
import io.credentialbroker.core.mfa.MfaStep;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells how everything stands. */
final class StatusEndpoint implements Endpoint {
  private final Broker broker;
  private final RoleSessions sessions;
  private final InstantSource clock;
  private final DaemonFacts facts;
  private final Supplier<List<ProfileProblem>> problems;

  StatusEndpoint(Broker broker, RoleSessions sessions, InstantSource clock, DaemonFacts facts,
      Supplier<List<ProfileProblem>> problems) {
    this.broker = broker;
    this.sessions = sessions;
    this.clock = clock;
    this.facts = facts;
    this.problems = problems;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var now = facts;
    var body = Answer.object().put("version", now.version()).put("api", AnswerWriter.API)
        .put("pid", now.pid())
        .put("started", second(now.started())).put("now", second(clock.instant()))
        .put("sandbox", now.sandbox() != null);
    Instant locked = broker.lock().since();
    if (locked != null) {
      body.put("lockedSince", second(locked));
    }
    var listeners = body.putArray("listeners");
    now.listeners()
        .forEach(one -> listeners.addObject().put("kind", one.kind()).put("address", one.address()));
    body.put("tokenFile", now.tokenFile().toString());
    var wrong = body.putArray("problems");
    problems.get().forEach(problem -> wrong.add(Problems.json(problem)));
    putProfiles(body);
    return CompletableFuture.completedFuture(Answer.ok(body));
  }

  private void putProfiles(ObjectNode body) {
    Map<SessionKey, SessionStatus> standing = sessions.status().stream()
        .collect(Collectors.toMap(SessionStatus::key, Function.identity(), (one, _) -> one));
    var profiles = body.putArray("profiles");
    var silent = body.putArray("withoutCredentials");
    new TreeMap<>(broker.catalog().entries()).forEach((name, entry) -> {
      switch (entry) {
        case ProfileCatalog.Broken(var problem) ->
          profiles.addObject().put("name", name.value()).put("state", "BROKEN")
              .set("problem", Problems.json(problem));
        case ProfileCatalog.Servable servable -> {
          var line = profiles.addObject().put("name", name.value());
          putServable(line, name, servable, standing.get(keyOf(name)));
          Instant due = MfaDevices.due(MfaStep.of(servable.recipe()), standing);
          if (due != null) {
            line.put("mfaDue", second(due));
          }
        }
        case ProfileCatalog.WithoutCredentials _ -> silent.add(name.value());
      }
    });
  }

  private SessionKey keyOf(ProfileName name) {
    SessionKey key = broker.keyOf(name);
    // Only while a reload goes on between the two questions.
    return key == null ? new SessionKey("") : key;
  }

  private static void putServable(ObjectNode line, ProfileName name, ProfileCatalog.Servable servable,
      @Nullable SessionStatus status) {
    line.put("state", status == null ? SessionStatus.State.IDLE.name() : status.state().name());
    line.put("recipe", servable.recipe().label());
    if (status != null) {
      putSession(line, status.session());
      if (status.nextAttempt() != null) {
        line.put("nextAttempt", second(status.nextAttempt()));
      }
      line.put("failures", status.failures());
      if (status.lastFailure() != null) {
        line.set("lastFailure", failure(name, status.lastFailure()));
      }
    }
    if (!servable.notes().isEmpty()) {
      var notes = line.putArray("notes");
      servable.notes().forEach(notes::add);
    }
    if (servable.problem() != null) {
      line.set("problem", Problems.json(servable.problem()));
    }
  }

  private static void putSession(ObjectNode line, @Nullable RoleSession session) {
    if (session == null) {
      return;
    }
    var credentials = session.credentials();
    if (credentials.arn() != null) {
      line.put("arn", credentials.arn());
    }
    if (credentials.accountId() != null) {
      line.put("accountId", credentials.accountId());
    }
    line.put("accessKeyId", credentials.accessKeyId()).put("obtained", second(session.obtained()))
        .put("expiration", second(session.expiration()));
  }

  private static ObjectNode failure(ProfileName name, Failure failure) {
    var body = Answer.object().put("reason", failure.reason().name()).put("step", failure.step());
    if (failure.upstreamCode() != null) {
      body.put("code", failure.upstreamCode());
    }
    return body.put("message", failure.message()).put("remedy", MfaRemedy.of(failure, name));
  }

  static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
