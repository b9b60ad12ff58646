package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.iam.console.ConsoleDestination;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.audit.SignIns;
import io.credentialbroker.server.peer.PeerGate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges a profile's session for a link that signs in to the console. The link is as good as the session, so it is
 * the one secret that this socket gives out: to its owner, on demand, and to nobody's log.
 */
final class ConsoleEndpoint implements Endpoint {
  static final Set<String> KEYS = Set.of("destination", "duration");
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.control");

  private final Broker broker;
  private final ConsoleLinks links;
  private final Audit audit;

  ConsoleEndpoint(Broker broker, ConsoleLinks links, Audit audit) {
    this.broker = broker;
    this.links = links;
    this.audit = audit;
  }

  /** Where it is kept that a link was given out, or was not. */
  @FunctionalInterface
  interface Audit {
    void signIn(@Nullable Peer peer, ProfileName profile, SignIns.Outcome outcome);
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return made(call).thenApply(answer -> {
      if (answer.code() != null) {
        told(call, new SignIns.NotMade(answer.status() >= 500, answer.code()));
      }
      return answer;
    });
  }

  private void told(Call call, SignIns.Outcome outcome) {
    audit.signIn(PeerGate.peerOf(call.connection()), call.profile(), outcome);
  }

  private CompletionStage<Answer> made(Call call) {
    String destination = text(call.body(), "destination").orElse("");
    String duration = text(call.body(), "duration").orElse(null);
    if (duration != null && !duration.matches("[0-9]{1,6}")) {
      return done(Answer.error(400, "BadRequest", "'duration' is a number of seconds, as text."));
    }
    if (broker.catalog().entries().get(call.profile()) instanceof ProfileCatalog.Servable servable) {
      Answer no = whyNot(servable.recipe(), duration);
      if (no != null) {
        return done(no);
      }
    }
    return broker.session(call.profile()).thenCompose(vend -> {
      var session = new CompletableFuture<RoleSession>();
      Answer refusal = RefreshEndpoint.answer(vend, granted -> {
        session.complete(granted);
        return Answer.ok(Answer.object());
      });
      if (session.isDone()) {
        return link(call, session.join(), destination, duration);
      }
      return done(refusal);
    });
  }

  /** What AWS refuses without a reason is refused here with one. */
  private static @Nullable Answer whyNot(Recipe recipe, @Nullable String duration) {
    if (recipe instanceof Recipe.SessionToken || recipe instanceof Recipe.StaticKeys) {
      return Answer.error(409, "NoConsoleSession",
          new Told(
              "The profile serves keys of a user, or a session of GetSessionToken, and AWS lets neither into the console.",
              "Use a profile that assumes a role, or sign in as the user."));
    }
    boolean own = recipe instanceof Recipe.FederationToken || RecipeRoles.isChained(recipe);
    return duration != null && own
        ? Answer.error(409, "NoConsoleDuration",
            new Told(
                "AWS takes no duration for a role that was assumed by a role, or for a federation token: the console"
                    + " session ends with the credentials.",
                "Leave the duration out."))
        : null;
  }

  private CompletionStage<Answer> link(Call call, RoleSession session, String destination,
      @Nullable String duration) {
    String arn = session.credentials().arn();
    String name = arn == null ? "aws" : Arn.parse(arn).map(Arn::partition).orElse("aws");
    AwsPartition partition = AwsPartition.of(name).orElse(null);
    if (partition == null) {
      return done(
          Answer.error(409, "NoConsole", "The console of the partition '" + name + "' is not known."));
    }
    try {
      var page = ConsoleDestination.of(partition, destination, region(call));
      return links.signIn(session.credentials(), partition, page,
          duration == null ? null : Duration.ofSeconds(Long.parseLong(duration)))
          .handle((link, error) -> link != null ? signedIn(call, session, link) : failed(error));
    } catch (IllegalArgumentException e) {
      return done(Answer.error(400, "BadRequest", String.valueOf(e.getMessage())));
    }
  }

  private @Nullable String region(Call call) {
    return broker.catalog().entries().get(call.profile()) instanceof ProfileCatalog.Servable servable
        ? servable.region()
        : null;
  }

  private Answer signedIn(Call call, RoleSession session, Secret link) {
    if (broker.lock().isLocked()) { // it came while the link was being made, which stays with us
      return RefreshEndpoint.answer(Broker.LOCKED, _ -> Answer.ok(Answer.object()));
    }
    told(call, new SignIns.Made(session));
    LOG.info("a link to the console was made for the profile {}", call.profile());
    var body = Answer.object().put("url", link.reveal()).put("expiration",
        StatusEndpoint.second(session.expiration()));
    if (session.credentials().arn() != null) {
      body.put("arn", session.credentials().arn());
    }
    return Answer.ok(body);
  }

  private static Answer failed(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    if (cause instanceof FailureException known) {
      Failure failure = known.failure();
      return Answer.error(failure.recoverable() ? 503 : 403, failure.reason().name(), failure.told());
    }
    throw new CompletionException(cause);
  }

  static Optional<String> text(ObjectNode body, String key) {
    JsonNode value = body.get(key);
    return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
