package io.credentialbroker.server.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.KeptToken;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Kept tokens as text. Read strictly: a file that is not as we write it gives no token at all. */
final class TokenJson {
  private static final int VERSION = 1;

  private TokenJson() {}

  static String write(List<KeptToken> tokens) {
    var root = JsonNodeFactory.instance.objectNode().put("version", VERSION);
    var all = root.putArray("tokens");
    for (KeptToken token : tokens) {
      var terms = token.terms();
      var one = all.addObject().put("name", token.client().name()).put("id", token.client().token().value())
          .put("digest", token.digest()).put("created", token.created().toString());
      var profiles = one.putArray("profiles");
      token.client().grant().globs().forEach(profiles::add);
      var uids = one.putArray("uids");
      terms.uids().stream().sorted().forEach(uids::add);
      if (terms.expires() != null) {
        one.put("expires", terms.expires().toString());
      }
      if (terms.uses() != TokenTerms.UNLIMITED) {
        one.put("uses", terms.uses()).put("usesLeft", token.usesLeft());
      }
    }
    return Json.pretty(root) + '\n';
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is anything else; nothing of the text is in the message
   */
  static List<KeptToken> read(String text) {
    try {
      JsonNode root = Json.read(text);
      if (root.path("version").asInt() != VERSION) {
        throw new IllegalArgumentException("another version");
      }
      var tokens = new ArrayList<KeptToken>();
      for (JsonNode one : root.required("tokens")) {
        tokens.add(token(one));
      }
      return List.copyOf(tokens);
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IllegalArgumentException("not JSON, or not an instant where one belongs");
    }
  }

  private static KeptToken token(JsonNode one) {
    var globs = new ArrayList<String>();
    one.required("profiles").forEach(glob -> globs.add(glob.asText()));
    var uids = new HashSet<Integer>();
    one.required("uids").forEach(uid -> uids.add(uid.asInt()));
    boolean counted = one.has("uses");
    var terms = new TokenTerms(one.has("expires") ? Instant.parse(one.get("expires").asText()) : null, uids,
        counted ? one.get("uses").asInt() : TokenTerms.UNLIMITED);
    return new KeptToken(
        new Client(new TokenId(one.required("id").asText()), one.required("name").asText(), new Grant(globs)),
        terms, counted ? one.required("usesLeft").asInt() : TokenTerms.UNLIMITED,
        Instant.parse(one.required("created").asText()), one.required("digest").asText());
  }
}
