package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Key.Applies.RELOAD;
import static io.credentialbroker.server.config.Key.Applies.RESTART;

import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every key of {@code broker.toml}, in the order of the documentation. */
final class ConfigKeys {
  static final String IMDS = "imds";
  static final String MFA_DEVICE = "mfa_device";

  static final Key<List<InetSocketAddress>> TCP = new Key<>("listen", "tcp", Kinds.LOOPBACK_ADDRESSES,
      List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9780)), "[\"127.0.0.1:9780\"]",
      RESTART,
      "Loopback addresses to listen on. Beside `127.0.0.1:PORT` the same port of `[::1]` is listened on too, "
          + "where it can be. Port 0 is any free port.");

  static final Key<List<InetSocketAddress>> EXPOSED = new Key<>("listen", "exposed",
      Kinds.EXPOSED_ADDRESSES, List.of(), "[]", RESTART,
      "Addresses of this machine that are not loopback, each named. Only the tokens of clients with `remote` "
          + "count there. Tokens and credentials go over the network as clear text.");

  static final Key<@Nullable Path> UNIX = new Key<>("listen", "unix", Kinds.PATH, null,
      "`broker.sock` in the runtime directory", RESTART, "The path of the unix socket.");

  static final Key<@Nullable InetSocketAddress> IMDS_LISTEN = new Key<>(IMDS, "listen",
      Kinds.LOOPBACK_ADDRESS, null,
      "required", RESTART, "Where the instance metadata service, version 2, is spoken for one profile.");

  static final Key<@Nullable ProfileName> IMDS_PROFILE = new Key<>(IMDS, "profile", Kinds.PROFILE, null,
      "required",
      RESTART, "The profile that is served there, as the instance's role.");

  static final Key<List<InetSocketAddress>> OPS = new Key<>("ops", "listen", Kinds.ADDRESSES, List.of(), "[]",
      RESTART,
      "Addresses for monitors: `/livez`, `/readyz` and `/metrics`, never credentials. Asks for no token.");

  static final Key<BrokerConfig.LogFormat> LOG_FORMAT = new Key<>("log", "format", Kinds.LOG_FORMAT,
      BrokerConfig.LogFormat.TEXT, "\"text\"", RESTART,
      "How the log is written: lines for people, or one JSON object a line as `--log-json` has it.");

  static final Key<Integer> MAX_SESSIONS = new Key<>("sessions", "max_sessions", Kinds.count(1, 1_000_000),
      SessionSettings.DEFAULTS.maximumSessions(), "100000", RESTART, "How many sessions are held at most.");

  static final Key<Duration> IDLE = new Key<>("sessions", "idle",
      Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(30)), SessionSettings.DEFAULTS.idleAfter(),
      "\"12h\"", RESTART,
      "A session that nobody has asked for in this time is dropped.");

  static final Key<List<String>> KEEP_WARM = new Key<>("sessions", "keep_warm", Kinds.GLOBS, List.of(), "[]",
      RELOAD, "Profiles whose sessions are fetched at start and never dropped for idleness.");

  static final Key<Integer> CALLS_PER_SECOND = new Key<>("sessions", "upstream_calls_per_second",
      Kinds.count(1, 1_000), SessionSettings.DEFAULTS.callsPerSecond(), "10", RESTART,
      "How many calls a second one upstream endpoint gets at most; callers who wait go first.");

  static final Key<@Nullable Path> RESTART_FILE = new Key<>("restart", "file", Kinds.PATH, null,
      "nothing is kept", RESTART,
      "The file in which sessions are carried over a restart, sealed with AES-256-GCM.");

  static final Key<@Nullable Path> RESTART_KEY_FILE = new Key<>("restart", "key_file", Kinds.PATH, null,
      "`credential-broker.key` in `$CREDENTIALS_DIRECTORY`", RESTART,
      "The key that seals it: a file of 32 bytes or more, readable by its owner only.");

  static final Key<Duration> RESTART_MAX_AGE = new Key<>("restart", "max_age",
      Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(1)), Duration.ofHours(1), "\"1h\"", RESTART,
      "A sealed file that was written longer ago is not used.");

  static final Key<List<String>> SERVE_STATIC_KEYS = new Key<>("profiles", "serve_static_keys", Kinds.GLOBS,
      List.of(), "[]", RELOAD,
      "Profiles whose long-term keys are handed out as they are, instead of a session made from them.");

  static final Key<List<String>> INCLUDE = new Key<>("profiles", "include", Kinds.GLOBS, List.of("*"),
      "[\"*\"]", RELOAD, "The profiles to serve.");

  static final Key<List<String>> EXCLUDE = new Key<>("profiles", "exclude", Kinds.GLOBS, List.of(), "[]",
      RELOAD,
      "Profiles that are not served although `include` has them. They can still be the source of others.");

  static final Key<@Nullable String> SESSION_NAME = new Key<>("profiles", "session_name", Kinds.SESSION_NAME,
      null,
      "`broker-{user}@{host}`", RELOAD,
      "The role session name of profiles that have no `role_session_name`. A character that STS refuses becomes `-`.");

  static final Key<@Nullable String> MFA_COMMAND = new Key<>("mfa", "mfa_command", Kinds.COMMAND, null,
      "nobody but people is asked", RELOAD,
      "Prints a one-time code of six digits; run when one is needed. `{serial}` stands for the device.");

  static final Key<@Nullable String> DEVICE_SERIAL = new Key<>(MFA_DEVICE, "serial", Kinds.SERIAL, null,
      "required", RELOAD, "The device as `mfa_serial` names it.");

  static final Key<@Nullable String> DEVICE_COMMAND = new Key<>(MFA_DEVICE, "mfa_command", Kinds.COMMAND,
      null, "required", RELOAD, "As `mfa.mfa_command`, for this device only.");

  static final Key<List<String>> USER_PROFILES = new Key<>("user", "profiles", Kinds.GLOBS, List.of("*"),
      "[\"*\"]", RESTART,
      "The profiles that the user's own token is for, and the unix socket without a token.");

  static final Key<@Nullable Duration> USER_ROTATE = new Key<>("user", "rotate",
      Kinds.optional(Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(365))), null, "only at a restart",
      RESTART, "How often the user's own token is replaced. Each stays valid for an hour beside the next.");

  static final Key<Integer> CONNECTIONS = new Key<>("limits", "connections", Kinds.count(8, 65_536),
      1024, "1024", RESTART,
      "How many connections there may be; fewer where the limit of open files asks for it.");

  static final Key<Integer> CONNECTIONS_PER_USER = new Key<>("limits", "connections_per_user",
      Kinds.count(4, 65_536), 1000, "1000", RESTART,
      "How many of them one user's programs may have; eight at least are left for others.");

  static final Key<@Nullable Integer> PACE = new Key<>("limits", "requests_per_second",
      Kinds.optional(Kinds.count(1, 1_000_000)), null, "no limit", RESTART,
      "How many requests a second each client gets that has no figure of its own.");

  static final Key<Boolean> AUDIT_ENABLED = new Key<>("audit", "enabled", Kinds.BOOLEAN, true, "true",
      RESTART,
      "Whether there is an audit: one line for each answer and each refusal.");

  static final Key<@Nullable Path> AUDIT_FILE = new Key<>("audit", "file", Kinds.PATH, null,
      "`$XDG_STATE_HOME/credential-broker/audit.jsonl`", RESTART,
      "The file; without `XDG_STATE_HOME` the folder is below `~/.local/state`.");

  static final Key<Integer> AUDIT_MEGABYTES = new Key<>("audit", "max_megabytes", Kinds.count(1, 100_000), 20,
      "20", RESTART, "The size at which a new file is begun; the old one gets the ending `.1`.");

  static final Key<Integer> AUDIT_KEEP = new Key<>("audit", "keep", Kinds.count(0, 1_000), 5, "5", RESTART,
      "How many older files stay.");

  static final Key<Boolean> ALLOW_ROOT = new Key<>("process", "allow_root", Kinds.BOOLEAN, false, "false",
      RESTART, "Whether the daemon may run as root, which it refuses otherwise.");

  private static final List<Key<?>> OWN = List.of(TCP, EXPOSED, UNIX, IMDS_LISTEN, IMDS_PROFILE, OPS,
      LOG_FORMAT, MAX_SESSIONS, IDLE, KEEP_WARM,
      CALLS_PER_SECOND, RESTART_FILE, RESTART_KEY_FILE, RESTART_MAX_AGE, SERVE_STATIC_KEYS, INCLUDE, EXCLUDE,
      SESSION_NAME, MFA_COMMAND, DEVICE_SERIAL,
      DEVICE_COMMAND, USER_PROFILES, USER_ROTATE, CONNECTIONS, CONNECTIONS_PER_USER, PACE, AUDIT_ENABLED,
      AUDIT_FILE,
      AUDIT_MEGABYTES, AUDIT_KEEP, ALLOW_ROOT);

  static final List<Key<?>> ALL = Stream.of(OWN, ClientKeys.ALL, OptionKeys.ALL, RoleKeys.ALL)
      .<Key<?>>flatMap(List::stream).toList();

  private ConfigKeys() {}

  /** The names that may stand in a section. */
  static List<String> namesIn(String section) {
    boolean takesOptions = section.equals(RoleKeys.SECTION);
    return ALL.stream()
        .filter(
            key -> key.section().equals(section) || takesOptions && key.section().equals(OptionKeys.SECTION))
        .map(Key::name).toList();
  }

  /** The tables at the top, each once. */
  static List<String> sections() {
    return ALL.stream().map(key -> key.section().replace(".NAME", "")).distinct().toList();
  }
}
