package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.mfa.MfaStep;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.profile.RecipeAccount;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.sts.CallerIdentity;
import io.credentialbroker.server.callers.CallerCount;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private final HeldIdentities identities;
  private final Supplier<@Nullable ClockSkew> skew;
  private final Supplier<Map<ProfileName, List<CallerCount>>> callers;

  StatusEndpoint(Broker broker, RoleSessions sessions, InstantSource clock, DaemonFacts facts,
      Supplier<List<ProfileProblem>> problems, HeldIdentities identities,
      Supplier<@Nullable ClockSkew> skew, Supplier<Map<ProfileName, List<CallerCount>>> callers) {
    this.broker = broker;
    this.sessions = sessions;
    this.clock = clock;
    this.facts = facts;
    this.problems = problems;
    this.skew = skew;
    this.identities = identities;
    this.callers = callers;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    Map<SessionKey, SessionStatus> standing = sessions.status().stream()
        .collect(Collectors.toMap(SessionStatus::key, Function.identity(), (one, _) -> one));
    return identities.of(byProfile(standing)).thenApply(known -> answer(standing, known));
  }

  private Map<ProfileName, SessionStatus> byProfile(Map<SessionKey, SessionStatus> standing) {
    var held = new HashMap<ProfileName, SessionStatus>();
    for (ProfileName name : broker.catalog().entries().keySet()) {
      SessionStatus status = standing.get(keyOf(name));
      if (status != null) {
        held.put(name, status);
      }
    }
    return held;
  }

  private Answer answer(Map<SessionKey, SessionStatus> standing, Map<ProfileName, CallerIdentity> known) {
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
    now.listeners().forEach(one -> {
      var listener = listeners.addObject().put("kind", one.kind()).put("address", one.address());
      if (one.portChanges()) {
        listener.put("portChanges", true);
      }
    });
    body.put("tokenFile", now.tokenFile().toString());
    var counts = sessions.counts();
    body.putObject("cache").put("held", counts.held()).put("hits", counts.hits())
        .put("misses", counts.misses()).put("evictions", counts.evictions());
    ClockSkew measured = skew.get();
    if (measured != null) {
      body.put("clockAheadSeconds", measured.ahead().negated().toSeconds());
    }
    var wrong = body.putArray("problems");
    problems.get().forEach(problem -> wrong.add(Problems.json(problem)));
    putProfiles(body, standing, known);
    return Answer.ok(body);
  }

  private void putProfiles(ObjectNode body, Map<SessionKey, SessionStatus> standing,
      Map<ProfileName, CallerIdentity> known) {
    var profiles = body.putArray("profiles");
    var silent = body.putArray("withoutCredentials");
    var recent = callers.get();
    var twins = new TwinProfiles(broker.catalog(), this::keyOf);
    new TreeMap<>(broker.catalog().entries()).forEach((name, entry) -> {
      switch (entry) {
        case ProfileCatalog.Broken(var problem) ->
          profiles.addObject().put("name", name.value()).put("state", "BROKEN")
              .set("problem", Problems.json(problem));
        case ProfileCatalog.Servable servable -> {
          var line = profiles.addObject().put("name", name.value());
          putServable(line, name, servable, standing.get(keyOf(name)), known.get(name));
          putTwins(line, twins.of(name));
          Instant due = MfaDevices.due(MfaStep.of(servable.recipe()), standing);
          if (due != null) {
            line.put("mfaDue", second(due));
          }
          putCallers(line, recent.getOrDefault(name, List.of()));
        }
        case ProfileCatalog.WithoutCredentials _ -> silent.add(name.value());
      }
    });
  }

  private static void putTwins(ObjectNode line, List<ProfileName> twins) {
    if (!twins.isEmpty()) {
      var list = line.putArray("sharesWith");
      twins.forEach(twin -> list.add(twin.value()));
    }
  }

  private static void putCallers(ObjectNode line, List<CallerCount> recent) {
    if (recent.isEmpty()) {
      return;
    }
    var list = line.putArray("callers");
    for (CallerCount one : recent) {
      var caller = list.addObject().put("client", one.client());
      if (one.uid() != null) {
        caller.put("uid", one.uid());
      }
      caller.put("granted", one.granted()).put("others", one.others()).put("last", second(one.last()));
    }
  }

  private SessionKey keyOf(ProfileName name) {
    SessionKey key = broker.keyOf(name);
    // Only while a reload goes on between the two questions.
    return key == null ? SessionKey.NONE : key;
  }

  private void putServable(ObjectNode line, ProfileName name, ProfileCatalog.Servable servable,
      @Nullable SessionStatus status, @Nullable CallerIdentity identity) {
    line.put("state", status == null ? SessionStatus.State.IDLE.name() : status.state().name());
    line.put("recipe", servable.recipe().label());
    if (status != null) {
      putSession(line, status.session(), identity);
      if (status.nextAttempt() != null) {
        line.put("nextAttempt", second(status.nextAttempt()));
      }
      line.put("failures", status.failures());
      if (status.lastFailure() != null) {
        line.set("lastFailure", failure(name, status.lastFailure()));
      }
    }
    if (!line.has("accountId")) {
      RecipeAccount.of(servable.recipe()).ifPresent(account -> line.put("accountId", account));
    }
    if (!servable.notes().isEmpty()) {
      var notes = line.putArray("notes");
      servable.notes().forEach(notes::add);
    }
    if (servable.problem() != null) {
      line.set("problem", Problems.json(servable.problem()));
    }
  }

  private static void putSession(ObjectNode line, @Nullable RoleSession session,
      @Nullable CallerIdentity identity) {
    if (session == null) {
      return;
    }
    var credentials = session.credentials();
    String arn = identity == null ? credentials.arn() : identity.arn();
    String account = identity == null ? credentials.accountId() : identity.accountId();
    if (arn != null) {
      line.put("arn", arn);
    }
    if (account != null) {
      line.put("accountId", account);
    }
    line.put("accessKeyId", credentials.accessKeyId()).put("obtained", second(session.obtained()))
        .put("expiration", second(session.expiration()));
  }

  private ObjectNode failure(ProfileName name, Failure failure) {
    var body = Answer.object().put("reason", failure.reason().name()).put("step", failure.step());
    if (failure.upstreamCode() != null) {
      body.put("code", failure.upstreamCode());
    }
    return body.put("message", failure.message()).put("remedy", broker.remedy(name, failure));
  }

  static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
