package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.caller.KeptToken;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.tokens.NamedTokens;
import io.credentialbroker.server.tokens.TokenRefused;
import io.credentialbroker.server.tokens.TokenWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lists, makes and revokes named tokens. */
final class TokenEndpoints {
  /** What a wish may have. */
  static final Set<String> NEW = Set.of("name", "profiles", "uids", "seconds", "uses");
  /** What a revocation has. */
  static final Set<String> REVOKE = Set.of("name");

  private static final int LONGEST_LIST = 100;
  private static final long LONGEST_LIFE = Duration.ofDays(3650).toSeconds();

  private final NamedTokens tokens;
  private final Executor blocking;

  TokenEndpoints(NamedTokens tokens, Executor blocking) {
    this.tokens = tokens;
    this.blocking = blocking;
  }

  CompletionStage<Answer> list(Call call) {
    return blocking(() -> {
      var body = Answer.object();
      var all = body.putArray("tokens");
      tokens.list().forEach(token -> all.add(json(token)));
      return Answer.ok(body);
    });
  }

  CompletionStage<Answer> create(Call call) {
    TokenWish wish;
    try {
      wish = wish(call.body());
    } catch (Malformed e) {
      return CompletableFuture
          .completedFuture(Answer.error(400, "BadRequest", String.valueOf(e.getMessage())));
    }
    return blocking(() -> {
      var issued = tokens.create(wish);
      var body = Answer.object().put("name", wish.name()).put("id", issued.id().value())
          .put("token", issued.token().reveal());
      tokens.list().stream().filter(one -> one.client().token().equals(issued.id()))
          .map(one -> one.terms().expires()).forEach(end -> {
            if (end != null) {
              body.put("expires", StatusEndpoint.second(end));
            }
          });
      return Answer.ok(body);
    });
  }

  CompletionStage<Answer> revoke(Call call) {
    JsonNode name = call.body().path("name");
    if (!name.isTextual()) {
      return CompletableFuture.completedFuture(
          Answer.error(400, "BadRequest", "The body has 'name', which is text."));
    }
    return blocking(() -> Answer.ok(Answer.object().put("name", name.textValue())
        .put("id", tokens.revoke(name.textValue()).value())));
  }

  private CompletionStage<Answer> blocking(Work work) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return work.answer();
      } catch (TokenRefused e) {
        return switch (e.reason()) {
          case NAME_TAKEN -> Answer.error(409, "NameTaken", e.told());
          case NOT_FOUND -> Answer.error(400, "TokenNotFound", e.told());
          case TOO_MANY -> Answer.error(409, "TooManyTokens", e.told());
          case NOT_KEPT -> Answer.error(500, "NotKept", e.told());
        };
      }
    }, blocking);
  }

  private interface Work {
    Answer answer() throws TokenRefused;
  }

  private static ObjectNode json(KeptToken token) {
    var terms = token.terms();
    var one = Answer.object().put("name", token.client().name()).put("id", token.client().token().value())
        .put("created", StatusEndpoint.second(token.created()));
    var profiles = one.putArray("profiles");
    token.client().grant().globs().forEach(profiles::add);
    var uids = one.putArray("uids");
    terms.uids().stream().sorted().forEach(uids::add);
    if (terms.expires() != null) {
      one.put("expires", StatusEndpoint.second(terms.expires()));
    }
    if (terms.uses() != TokenTerms.UNLIMITED) {
      one.put("uses", terms.uses()).put("usesLeft", token.usesLeft());
    }
    return one;
  }

  private static TokenWish wish(ObjectNode body) throws Malformed {
    JsonNode name = body.path("name");
    if (!name.isTextual() || !name.textValue().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new Malformed("'name' is 1 to 64 characters of [A-Za-z0-9._-].");
    }
    var profiles = new ArrayList<String>();
    for (JsonNode glob : list(body, "profiles")) {
      if (!glob.isTextual() || glob.textValue().isEmpty() || glob.textValue().length() > 256) {
        throw new Malformed("'profiles' are names of 1 to 256 characters.");
      }
      profiles.add(glob.textValue());
    }
    var uids = new HashSet<Integer>();
    for (JsonNode uid : list(body, "uids")) {
      uids.add(Math.toIntExact(number(uid, "uids", 0, Integer.MAX_VALUE)));
    }
    JsonNode seconds = body.get("seconds");
    JsonNode uses = body.get("uses");
    return new TokenWish(name.textValue(), profiles.isEmpty() ? List.of("*") : profiles, uids,
        seconds == null ? null : Duration.ofSeconds(number(seconds, "seconds", 1, LONGEST_LIFE)),
        uses == null ? TokenTerms.UNLIMITED : Math.toIntExact(number(uses, "uses", 1, 1_000_000_000)));
  }

  private static JsonNode list(ObjectNode body, String key) throws Malformed {
    JsonNode list = body.path(key);
    if (!list.isMissingNode() && !list.isArray() || list.size() > LONGEST_LIST) {
      throw new Malformed("'" + key + "' is a list of at most " + LONGEST_LIST + '.');
    }
    return list;
  }

  private static long number(@Nullable JsonNode value, String key, long least, long most) throws Malformed {
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
        || value.longValue() > most) {
      throw new Malformed("'" + key + "' takes whole numbers from " + least + " to " + most + '.');
    }
    return value.longValue();
  }

  /** The wish cannot be read; the message says what it takes. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
