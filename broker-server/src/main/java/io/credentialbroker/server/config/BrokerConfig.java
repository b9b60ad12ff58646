package io.credentialbroker.server.config;

import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.mfa.MfaCommands;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.RoleOptionsOverlay;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code broker.toml} can say, with defaults where it says nothing. What each value means, its
 * limits and its default stand in {@link ConfigKeys}, from which {@code docs/configuration.md} is checked.
 */
public record BrokerConfig(Listen listen, List<Metadata> imds, List<InetSocketAddress> ops,
    LogFormat logFormat, Sessions sessions, Restart restart, Profiles profiles, MfaCommands mfa, User user,
    Limits limits,
    List<Client> clients, Options options, Audit audit, Rights process) {

  /** Names a client cannot have, because the daemon uses them for its own tokens. */
  public static final Set<String> RESERVED_CLIENTS = Set.of("user", "exec", "imds");

  /** What an empty or absent file means. */
  public static final BrokerConfig DEFAULTS = new BrokerConfig(
      new Listen(ConfigKeys.TCP.fallback(), ConfigKeys.EXPOSED.fallback(), null), List.of(),
      ConfigKeys.OPS.fallback(),
      ConfigKeys.LOG_FORMAT.fallback(),
      new Sessions(ConfigKeys.MAX_SESSIONS.fallback(), ConfigKeys.IDLE.fallback(),
          ConfigKeys.KEEP_WARM.fallback(), ConfigKeys.CALLS_PER_SECOND.fallback()),
      new Restart(null, null, ConfigKeys.RESTART_MAX_AGE.fallback()),
      new Profiles(ConfigKeys.SERVE_STATIC_KEYS.fallback(), ConfigKeys.INCLUDE.fallback(),
          ConfigKeys.EXCLUDE.fallback(), null),
      MfaCommands.NONE, new User(ConfigKeys.USER_PROFILES.fallback(), null),
      new Limits(ConfigKeys.CONNECTIONS.fallback(), ConfigKeys.CONNECTIONS_PER_USER.fallback(), null),
      List.of(),
      new Options(Map.of(), Map.of(), List.of(), Map.of()),
      new Audit(ConfigKeys.AUDIT_ENABLED.fallback(), null, ConfigKeys.AUDIT_MEGABYTES.fallback(),
          ConfigKeys.AUDIT_KEEP.fallback()),
      new Rights(ConfigKeys.ALLOW_ROOT.fallback()));

  public BrokerConfig {
    imds = List.copyOf(imds);
    ops = List.copyOf(ops);
    clients = List.copyOf(clients);
  }

  /**
   * What of {@code other} needs a restart to take effect, as keys or as tables where more than one key does: listeners
   * are bound, and the session room and the audit are opened, once.
   */
  public List<String> restartedFor(BrokerConfig other) {
    var changed = new ArrayList<String>();
    note(changed, "[listen]", listen, other.listen);
    note(changed, "[[imds]]", imds, other.imds);
    note(changed, "[ops]", ops, other.ops);
    note(changed, "[user]", user, other.user);
    note(changed, "[limits]", limits, other.limits);
    note(changed, "log.format", logFormat, other.logFormat);
    note(changed, "[restart]", restart, other.restart);
    note(changed, "[audit]", audit, other.audit);
    note(changed, "process.allow_root", process, other.process);
    note(changed, "sessions.max_sessions", sessions.maxSessions(), other.sessions.maxSessions());
    note(changed, "sessions.idle", sessions.idle(), other.sessions.idle());
    note(changed, "sessions.upstream_calls_per_second", sessions.callsPerSecond(),
        other.sessions.callsPerSecond());
    return changed;
  }

  private static void note(List<String> changed, String key, Object before, Object after) {
    if (!before.equals(after)) {
      changed.add(key);
    }
  }

  /**
   * An IMDSv2 listener.
   *
   * @param listen its loopback address
   * @param profile the one profile that it serves
   */
  public record Metadata(InetSocketAddress listen, ProfileName profile) {}

  /** How the log is written. */
  public enum LogFormat {
    TEXT, JSON
  }

  /**
   * Where programs reach the broker.
   *
   * @param tcp loopback addresses; may be empty
   * @param exposed addresses that other machines can reach
   * @param unix the socket's path; absent for {@code broker.sock} in the runtime directory
   */
  public record Listen(List<InetSocketAddress> tcp, List<InetSocketAddress> exposed, @Nullable Path unix) {
    public Listen {
      exposed = List.copyOf(exposed);
      tcp = List.copyOf(tcp);
    }
  }

  /**
   * How sessions are kept.
   *
   * @param maxSessions how many are held at most
   * @param idle how long a session is kept that nobody asks for
   * @param keepWarm globs of profiles fetched at start and never dropped for idleness
   * @param callsPerSecond how many calls a second one upstream endpoint gets at most
   */
  public record Sessions(int maxSessions, Duration idle, List<String> keepWarm, int callsPerSecond) {
    public Sessions {
      keepWarm = List.copyOf(keepWarm);
    }
  }

  /**
   * How sessions are carried over a restart.
   *
   * @param file where they are kept, sealed; absent for nowhere
   * @param keyFile the key that seals it; absent for the one among systemd's credentials
   * @param maxAge a file that was written longer ago is not used
   */
  public record Restart(@Nullable Path file, @Nullable Path keyFile, Duration maxAge) {}

  /**
   * Which profiles are served, and how.
   *
   * @param serveStaticKeys globs of profiles whose long-term keys are handed out as they are
   * @param include globs of the profiles to serve
   * @param exclude globs of profiles that are not served even though {@code include} has them
   * @param sessionName the template of role session names; absent for the broker's own
   */
  public record Profiles(List<String> serveStaticKeys, List<String> include, List<String> exclude,
      @Nullable String sessionName) {
    public Profiles {
      serveStaticKeys = List.copyOf(serveStaticKeys);
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * What is said about single profiles.
   *
   * @param overlays options added to profiles, and to roles defined here
   * @param roles profiles defined here, by the keys that the shared config would have
   * @param policyFiles the files from which session policies were read
   * @param lines on which lines the keys of a profile or role stand, under the empty name that of its table
   */
  public record Options(Map<ProfileName, RoleOptionsOverlay> overlays,
      Map<ProfileName, Map<String, String>> roles,
      List<Path> policyFiles, Map<ProfileName, Map<String, Integer>> lines) {
    public Options {
      overlays = Map.copyOf(overlays);
      roles = Map.copyOf(roles);
      policyFiles = List.copyOf(policyFiles);
      lines = Map.copyOf(lines);
    }
  }

  /**
   * The record of who got what.
   *
   * @param enabled whether there is one
   * @param file absent for the one in the state folder
   * @param maxMegabytes the size in megabytes at which a new file is begun
   * @param keep how many older files stay
   */
  public record Audit(boolean enabled, @Nullable Path file, int maxMegabytes, int keep) {}

  /**
   * What the process may be.
   *
   * @param allowRoot whether it may be root's
   */
  public record Rights(boolean allowRoot) {}

  /**
   * What the daemon's own user may have.
   *
   * @param profiles globs of the profiles of the user's own token, and of the unix socket without a token
   * @param rotate how often that token is replaced; null for only at a restart
   */
  public record User(List<String> profiles, @Nullable Duration rotate) {
    public User {
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * How much there may be of everything.
   *
   * @param connections at once, over all listeners
   * @param perUser at once, of one user's programs
   * @param requestsPerSecond of a client without a figure of its own; null for any number
   */
  public record Limits(int connections, int perUser, @Nullable Integer requestsPerSecond) {}

  /**
   * A program with a token of its own.
   *
   * @param name how logs and audit call it
   * @param profiles globs of the profiles it may have
   * @param token where its token is
   * @param uids who may present it; empty for the daemon's own user
   * @param remote whether it may come over an exposed address
   * @param requestsPerSecond how many requests it gets; null for the figure of all
   * @param rules what its process has to be
   */
  public record Client(String name, List<String> profiles, ClientTokenFile token, Set<Integer> uids,
      boolean remote, @Nullable Integer requestsPerSecond, ProcessRules rules) {
    public Client {
      profiles = List.copyOf(profiles);
      uids = Set.copyOf(uids);
    }

    /** A client of which only the token and the profiles are said. */
    public Client(String name, Path tokenFile, List<String> profiles) {
      this(name, profiles,
          new ClientTokenFile(tokenFile, null, ClientKeys.ROTATE_OVERLAP.fallback(), false), Set.of(), false,
          null, ProcessRules.NONE);
    }
  }

  /**
   * Where a client's token is; one line of {@code [A-Za-z0-9_-]}.
   *
   * @param path the file
   * @param rotate how often the daemon writes a new token into it; null when somebody else writes it
   * @param overlap how long the last token stays valid beside the new one
   * @param groupReadable whether its group may read it
   */
  public record ClientTokenFile(Path path, @Nullable Duration rotate, Duration overlap,
      boolean groupReadable) {}
}
