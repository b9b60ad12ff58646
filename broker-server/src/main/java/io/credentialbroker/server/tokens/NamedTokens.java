package io.credentialbroker.server.tokens;

import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.IssuedToken;
import io.credentialbroker.core.caller.KeptToken;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.log.Event;
import io.credentialbroker.server.tokens.TokenRefused.Reason;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.StateFile;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of {@code broker token new}. They live on over restarts, of which only digests are on the disk: a
 * token is known in full once, when it is made.
 *
 * <p>A token is good only once it is on the disk, and revoked before it is off it. A counted use is written down
 * some milliseconds after the request: a daemon that is killed in between gives that use back.
 *
 * <p>A file that cannot be trusted or understood gives no tokens and is not written over; everything else works.
 */
public final class NamedTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.tokens");

  private final ClientTokens registry;
  private final StateFile file;
  private final InstantSource clock;
  private final Set<Integer> ownUids;
  private final Supplier<Pace> paces;
  private final Predicate<String> takenElsewhere;
  private final Executor blocking;
  private final Map<String, TokenId> byName = new LinkedHashMap<>();
  private final AtomicBoolean stale = new AtomicBoolean();
  private @Nullable ProfileProblem unreadable;

  /**
   * Tokens in this file.
   *
   * @param ownUids whom a token is for that names nobody; empty where the system does not tell who asks
   * @param paces how often each client may ask; a pace of its own for each
   * @param takenElsewhere whether a name is that of another client
   * @param blocking writes down what has been used
   */
  public NamedTokens(ClientTokens registry, StateFile file, InstantSource clock, Set<Integer> ownUids,
      Supplier<Pace> paces,
      Predicate<String> takenElsewhere, Executor blocking) {
    this.registry = registry;
    this.file = file;
    this.clock = clock;
    this.ownUids = Set.copyOf(ownUids);
    this.paces = paces;
    this.takenElsewhere = takenElsewhere;
    this.blocking = blocking;
  }

  /** Brings back what was kept. Blocks. */
  public synchronized void load() {
    registry.onCountedUse(this::used);
    try {
      Optional<String> text = file.read();
      List<KeptToken> kept = text.isEmpty() ? List.of() : TokenJson.read(text.get());
      for (KeptToken token : kept) {
        registry.restore(paced(token));
        byName.put(token.client().name(), token.client().token());
      }
    } catch (ListenException e) {
      unreadable(String.valueOf(e.getMessage()), e.remedy());
    } catch (IOException e) {
      unreadable("The file of the named tokens cannot be read (" + e.getClass().getSimpleName() + ").",
          "Let the user of brokerd read it.");
    } catch (IllegalArgumentException | IllegalStateException e) {
      byName.values().forEach(registry::revoke);
      byName.clear();
      unreadable("The file of the named tokens is damaged, so that none of them is valid.",
          "Bring an older copy of it back, or move it away and make new tokens; then restart brokerd.");
    }
  }

  private KeptToken paced(KeptToken token) {
    var client = token.client();
    return new KeptToken(new Client(client.token(), identity(client.name(), client.grant())), token.terms(),
        token.usesLeft(), token.created(), token.digest());
  }

  private Identity identity(String name, Grant grant) {
    return new Identity(name, grant, ProcessRules.NONE, paces.get());
  }

  private void unreadable(String message, String remedy) {
    unreadable = new ProfileProblem(file.path().toString(), null, null, message, remedy);
    LOG.warn("{}", unreadable.inOneLine());
  }

  /** Why the kept tokens are not there; empty when they are. */
  public synchronized Optional<ProfileProblem> problem() {
    return Optional.ofNullable(unreadable);
  }

  /** Makes a token. Blocks. */
  public synchronized IssuedToken create(TokenWish wish) throws TokenRefused {
    refuseWhileUnreadable();
    forgetSpent();
    if (byName.containsKey(wish.name()) || takenElsewhere.test(wish.name())) {
      throw new TokenRefused(Reason.NAME_TAKEN,
          new Told("There is a client '" + wish.name() + "' already.",
              "Take another name, or run 'broker token revoke " + wish.name() + "' first."));
    }
    var terms = new TokenTerms(wish.life() == null ? null : clock.instant().plus(wish.life()),
        wish.uids().isEmpty() ? ownUids : wish.uids(), wish.uses());
    IssuedToken issued;
    try {
      issued = registry.add(identity(wish.name(), new Grant(wish.profiles())), terms);
    } catch (IllegalStateException _) {
      throw new TokenRefused(Reason.TOO_MANY, ClientTokens.FULL);
    }
    byName.put(wish.name(), issued.id());
    try {
      save();
    } catch (IOException e) {
      byName.remove(wish.name());
      registry.revoke(issued.id());
      throw notKept("The token was not made, since " + file.path() + " cannot be written", e);
    }
    Event.info(LOG, "token.made").with("token", wish.name()).with("id", issued.id())
        .with("profiles", String.join(", ", wish.profiles())).tell("token " + wish.name() + " (" + issued.id()
            + ") made for " + String.join(", ", wish.profiles()));
    return issued;
  }

  /** Refuses a token from now on. Blocks. */
  public synchronized TokenId revoke(String name) throws TokenRefused {
    refuseWhileUnreadable();
    TokenId id = byName.remove(name);
    if (id == null || !registry.revoke(id)) {
      throw new TokenRefused(Reason.NOT_FOUND,
          new Told("There is no token '" + name + "'.", "'broker token list' shows those there are."));
    }
    Event.info(LOG, "token.revoked").with("token", name).with("id", id)
        .tell("token " + name + " (" + id + ") revoked");
    try {
      save();
    } catch (IOException e) {
      throw notKept("The token is revoked, but it would be valid again after a restart, since " + file.path()
          + " cannot be written", e);
    }
    return id;
  }

  /** Those that are valid now, oldest first. */
  public synchronized List<KeptToken> list() {
    return byName.values().stream().map(registry::kept).flatMap(Optional::stream).toList();
  }

  private void refuseWhileUnreadable() throws TokenRefused {
    if (unreadable != null) {
      throw new TokenRefused(Reason.NOT_KEPT, unreadable.told());
    }
  }

  private static TokenRefused notKept(String what, IOException cause) {
    var why = cause instanceof ListenException known
        ? new Told(String.valueOf(known.getMessage()), known.remedy())
        : new Told("(" + cause.getClass().getSimpleName() + ").",
            "Check its folder and the room on the disk.");
    return new TokenRefused(Reason.NOT_KEPT, why.after(what + ": "));
  }

  private void used(Client client) {
    // Not only names of ours are counted, but nobody else counts at present; a needless writing does no harm.
    if (stale.compareAndSet(false, true)) {
      blocking.execute(this::saveUses);
    }
  }

  private synchronized void saveUses() {
    if (stale.compareAndSet(true, false)) {
      try {
        save();
      } catch (IOException e) {
        LOG.warn("uses of tokens cannot be written to {} ({})", file.path(), e.getClass().getSimpleName());
      }
    }
  }

  private void save() throws IOException {
    forgetSpent();
    file.write(TokenJson.write(list()));
  }

  private void forgetSpent() {
    byName.values().removeIf(id -> registry.kept(id).isEmpty());
  }

  /** Writes down the last uses. */
  @Override
  public void close() {
    saveUses();
  }
}
