package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Key.Applies.RELOAD;
import static io.credentialbroker.server.config.Key.Applies.RESTART;

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
  static final String CLIENT = "client";
  static final String MFA_DEVICE = "mfa_device";

  static final Key<List<InetSocketAddress>> TCP = new Key<>("listen", "tcp", Kinds.LOOPBACK_ADDRESSES,
      List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9780)), "[\"127.0.0.1:9780\"]",
      RESTART,
      "Loopback addresses to listen on. Beside `127.0.0.1:PORT` the same port of `[::1]` is listened on too, "
          + "where it can be. Port 0 is any free port.");

  static final Key<@Nullable Path> UNIX = new Key<>("listen", "unix", Kinds.PATH, null,
      "`broker.sock` in the runtime directory", RESTART, "The path of the unix socket.");

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

  static final Key<@Nullable String> CLIENT_NAME = new Key<>(CLIENT, "name", Kinds.NAME, null, "required",
      RELOAD, "How logs call the client. Each client has a name of its own.");

  static final Key<@Nullable Path> CLIENT_TOKEN_FILE = new Key<>(CLIENT, "token_file", Kinds.PATH, null,
      "required", RELOAD,
      "The file with the client's token: one line of 16 to 256 characters of `[A-Za-z0-9_-]`, readable by its "
          + "owner only.");

  static final Key<@Nullable List<String>> CLIENT_PROFILES = new Key<>(CLIENT, "profiles", Kinds.SOME_GLOBS,
      null, "required", RELOAD, "The profiles that the client may have.");

  private static final List<Key<?>> OWN = List.of(TCP, UNIX, MAX_SESSIONS, IDLE, KEEP_WARM, CALLS_PER_SECOND,
      SERVE_STATIC_KEYS, INCLUDE, EXCLUDE, SESSION_NAME, MFA_COMMAND, DEVICE_SERIAL, DEVICE_COMMAND,
      CLIENT_NAME, CLIENT_TOKEN_FILE, CLIENT_PROFILES);

  static final List<Key<?>> ALL = Stream.of(OWN, OptionKeys.ALL, RoleKeys.ALL)
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
