package io.credentialbroker.server;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the registry true to the {@code [[client]]} tables; the tokens of others in it are left alone. */
final class NamedClients {
  private final ClientTokens tokens;
  private final Set<Integer> ownUids;
  private final Map<ClientToken, TokenId> known = new HashMap<>();

  /**
   * None yet.
   *
   * @param ownUids whom tokens are for; empty where the system does not tell who asks
   */
  NamedClients(ClientTokens tokens, Set<Integer> ownUids) {
    this.tokens = tokens;
    this.ownUids = Set.copyOf(ownUids);
  }

  /** Whether a client of this name stands in the config file. */
  synchronized boolean has(String name) {
    return known.keySet().stream().anyMatch(one -> one.client().name().equals(name));
  }

  /** From now on exactly these; a client that has not changed keeps its token without a gap. */
  synchronized void apply(List<ClientToken> clients) {
    var wanted = new HashSet<>(clients);
    // Revoked first: a token may have moved from one client to another.
    known.entrySet().removeIf(entry -> !wanted.contains(entry.getKey()) && tokens.revoke(entry.getValue()));
    for (ClientToken one : clients) {
      known.computeIfAbsent(one,
          _ -> tokens.addExisting(one.client().name(), new Grant(one.client().profiles()),
              TokenTerms.of(ownUids), one.token()));
    }
  }
}
