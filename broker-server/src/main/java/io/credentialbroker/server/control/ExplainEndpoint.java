package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.sts.CallerIdentity;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells how a profile's credentials are made and where each value came from, by the files as they are now. */
final class ExplainEndpoint implements Endpoint {
  private final Broker broker;
  private final Function<ProfileName, Explanation> explain;
  private final RoleSessions sessions;
  private final HeldIdentities identities;
  private final Executor blocking;

  ExplainEndpoint(Broker broker, Function<ProfileName, Explanation> explain, RoleSessions sessions,
      HeldIdentities identities, Executor blocking) {
    this.broker = broker;
    this.explain = explain;
    this.sessions = sessions;
    this.identities = identities;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var profile = call.profile();
    return CompletableFuture.supplyAsync(() -> explain.apply(profile), blocking)
        .thenCompose(explained -> {
          var held = held(profile);
          return identities.of(held).thenApply(known -> answer(explained, held.get(profile),
              known.get(profile)));
        });
  }

  private Map<ProfileName, SessionStatus> held(ProfileName profile) {
    var key = broker.keyOf(profile);
    return sessions.status().stream().filter(one -> one.key().equals(key)).limit(1)
        .collect(Collectors.toMap(_ -> profile, Function.identity()));
  }

  private Answer answer(Explanation explained, @Nullable SessionStatus status,
      @Nullable CallerIdentity identity) {
    var entry = broker.catalog().entries().get(explained.profile());
    var problem = explained.problem();
    if (entry == null && problem != null) {
      // It may stand in a file that cannot be read, and then that is what there is to mend.
      return Answer.error(404, "ProfileNotFound", broker.catalog().fileProblems().isEmpty()
          ? new Told(problem.message(), problem.remedy())
          : broker.catalog().without(explained.profile()));
    }
    var body = Answer.object().put("profile", explained.profile().value());
    if (explained.served() != null) {
      body.set("recipe", step(explained.served()));
    }
    if (status != null && status.session() != null) {
      putIdentity(body, status.session(), identity);
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

  /** Of the session that is held now, which an edit since may have made another than the one explained. */
  private static void putIdentity(ObjectNode body, RoleSession session, @Nullable CallerIdentity identity) {
    var credentials = session.credentials();
    String arn = identity == null ? credentials.arn() : identity.arn();
    String account = identity == null ? credentials.accountId() : identity.accountId();
    if (arn != null) {
      body.putObject("identity").put("arn", arn).put("accountId", account);
    }
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
