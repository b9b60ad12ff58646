package io.credentialbroker.server;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.config.BrokerConfig.Client;
import io.credentialbroker.server.tokens.RotatingToken;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.TokenFile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Keeps the registry true to the {@code [[client]]} tables; the tokens of others in it are left alone. */
final class NamedClients implements AutoCloseable {
  private final ClientTokens tokens;
  private final Set<Integer> ownUids;
  private final Paces paces;
  private final InstantSource clock;
  private final Timers timers;
  private final Executor blocking;
  private final Map<ClientToken, TokenId> known = new HashMap<>();
  private final Map<Client, RotatingToken> rotating = new HashMap<>();
  private volatile Set<String> names = Set.of();
  private volatile List<ProfileProblem> problems = List.of();

  /**
   * None yet.
   *
   * @param ownUids whom tokens are for that name nobody; empty where the system does not tell who asks
   * @param paces how often each may ask
   * @param blocking writes token files
   */
  NamedClients(ClientTokens tokens, Set<Integer> ownUids, Paces paces, InstantSource clock, Timers timers,
      Executor blocking) {
    this.tokens = tokens;
    this.ownUids = Set.copyOf(ownUids);
    this.paces = paces;
    this.clock = clock;
    this.timers = timers;
    this.blocking = blocking;
  }

  /** Whether a client of this name stands in the config file. */
  boolean has(String name) {
    return names.contains(name);
  }

  /** What is wrong with the files that are ours to write. */
  List<ProfileProblem> problems() {
    return problems;
  }

  /** From now on exactly these; a client that has not changed keeps its token without a gap. Blocks. */
  synchronized void apply(Settings settings) {
    List<Client> clients = settings.config().clients();
    names = Set.copyOf(clients.stream().map(Client::name).toList());
    // Revoked first: a token may have moved from one client to another.
    var given = new HashSet<>(settings.clients());
    known.entrySet().removeIf(entry -> !given.contains(entry.getKey()) && tokens.revoke(entry.getValue()));
    var all = new HashSet<>(clients);
    rotating.entrySet().removeIf(entry -> {
      boolean gone = !all.contains(entry.getKey());
      if (gone) {
        entry.getValue().close();
      }
      return gone;
    });
    for (ClientToken one : settings.clients()) {
      known.computeIfAbsent(one,
          _ -> tokens.addExisting(identity(one.client()), terms(one.client()), one.token()));
    }
    startRotating(clients);
  }

  private void startRotating(List<Client> clients) {
    var wrong = new ArrayList<ProfileProblem>();
    for (Client client : clients) {
      Duration every = client.token().rotate();
      if (every != null && !rotating.containsKey(client)) {
        var token = new RotatingToken(tokens, identity(client), terms(client),
            new TokenFile(client.token().path(), client.token().groupReadable()), every,
            client.token().overlap(), clock, timers, blocking);
        try {
          token.start();
          rotating.put(client, token);
        } catch (ListenException e) {
          wrong.add(new ProfileProblem(client.token().path().toString(), null, "client.token_file",
              "The client '" + client.name() + "' has no token: " + e.getMessage(), e.remedy()));
        }
      }
    }
    problems = List.copyOf(wrong);
  }

  private Identity identity(Client client) {
    return new Identity(client.name(), new Grant(client.profiles()), client.rules(),
        paces.of(client.requestsPerSecond()));
  }

  private TokenTerms terms(Client client) {
    return new TokenTerms(null, client.uids().isEmpty() ? ownUids : client.uids(), TokenTerms.UNLIMITED,
        client.remote());
  }

  /** Stops writing; what stands in the files is what the next daemon begins with. */
  @Override
  public synchronized void close() {
    rotating.values().forEach(RotatingToken::leave);
  }
}
