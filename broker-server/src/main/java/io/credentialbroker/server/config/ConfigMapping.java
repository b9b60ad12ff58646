package io.credentialbroker.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.core.mfa.MfaCommands;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.text.Nearest;
import io.credentialbroker.server.config.BrokerConfig.Audit;
import io.credentialbroker.server.config.BrokerConfig.Limits;
import io.credentialbroker.server.config.BrokerConfig.Listen;
import io.credentialbroker.server.config.BrokerConfig.Metadata;
import io.credentialbroker.server.config.BrokerConfig.Profiles;
import io.credentialbroker.server.config.BrokerConfig.Restart;
import io.credentialbroker.server.config.BrokerConfig.Sessions;
import io.credentialbroker.server.config.BrokerConfig.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One reading of a parsed file into a {@link BrokerConfig}, collecting every problem on the way. */
final class ConfigMapping {
  private final Path file;
  private final Kind.Places places;
  private final KeyLines lines;
  private final List<ProfileProblem> problems = new ArrayList<>();

  ConfigMapping(Path file, Path home, String text) {
    this.file = file;
    this.places = new Kind.Places(home, file.toAbsolutePath().resolveSibling(""));
    this.lines = new KeyLines(text);
  }

  BrokerConfig map(JsonNode root) throws ConfigException {
    refuseUnknownSections(root);
    var config = new BrokerConfig(listen(table(root, "listen")),
        metadata(root.get(ConfigKeys.IMDS)),
        table(root, "ops").get(ConfigKeys.OPS), table(root, "log").get(ConfigKeys.LOG_FORMAT),
        sessions(table(root, "sessions")),
        restart(table(root, "restart")),
        profiles(table(root, "profiles")),
        new MfaCommands(table(root, "mfa").get(ConfigKeys.MFA_COMMAND),
            devices(root.get(ConfigKeys.MFA_DEVICE))),
        user(table(root, "user")), limits(table(root, "limits")),
        new ClientMapping().map(tables(ClientKeys.SECTION, root.get(ClientKeys.SECTION))),
        new OptionMapping(this::open, problems::add, lines).map(root.get("profile"), root.get("role")),
        audit(table(root, "audit")),
        new BrokerConfig.Rights(table(root, "process").get(ConfigKeys.ALLOW_ROOT)));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  private static Listen listen(Table table) {
    return new Listen(table.get(ConfigKeys.TCP), table.get(ConfigKeys.EXPOSED), table.get(ConfigKeys.UNIX));
  }

  private static User user(Table table) {
    return new User(table.get(ConfigKeys.USER_PROFILES), table.get(ConfigKeys.USER_ROTATE));
  }

  private static Limits limits(Table table) {
    return new Limits(table.get(ConfigKeys.CONNECTIONS), table.get(ConfigKeys.CONNECTIONS_PER_USER),
        table.get(ConfigKeys.PACE));
  }

  private static Sessions sessions(Table table) {
    return new Sessions(table.get(ConfigKeys.MAX_SESSIONS), table.get(ConfigKeys.IDLE),
        table.get(ConfigKeys.KEEP_WARM), table.get(ConfigKeys.CALLS_PER_SECOND));
  }

  private static Restart restart(Table table) {
    return new Restart(table.get(ConfigKeys.RESTART_FILE), table.get(ConfigKeys.RESTART_KEY_FILE),
        table.get(ConfigKeys.RESTART_MAX_AGE));
  }

  private static Audit audit(Table table) {
    return new Audit(table.get(ConfigKeys.AUDIT_ENABLED), table.get(ConfigKeys.AUDIT_FILE),
        table.get(ConfigKeys.AUDIT_MEGABYTES), table.get(ConfigKeys.AUDIT_KEEP));
  }

  private static Profiles profiles(Table table) {
    return new Profiles(table.get(ConfigKeys.SERVE_STATIC_KEYS), table.get(ConfigKeys.INCLUDE),
        table.get(ConfigKeys.EXCLUDE), table.get(ConfigKeys.SESSION_NAME));
  }

  private Map<String, String> devices(@Nullable JsonNode node) {
    var commands = new HashMap<String, String>();
    for (Table table : tables(ConfigKeys.MFA_DEVICE, node)) {
      String serial = table.required(ConfigKeys.DEVICE_SERIAL);
      String command = table.required(ConfigKeys.DEVICE_COMMAND);
      if (serial != null && command != null && commands.put(serial, command) != null) {
        table.problem("serial", "The device '" + serial + "' has two commands.", "Remove one of them.");
      }
    }
    return commands;
  }

  private List<Metadata> metadata(@Nullable JsonNode node) {
    var listeners = new ArrayList<Metadata>();
    for (Table table : tables(ConfigKeys.IMDS, node)) {
      var listen = table.required(ConfigKeys.IMDS_LISTEN);
      var profile = table.required(ConfigKeys.IMDS_PROFILE);
      if (listen != null && profile != null) {
        listeners.add(new Metadata(listen, profile));
      }
    }
    return listeners;
  }

  /** The tables of {@code [[section]]}. */
  private List<Table> tables(String section, @Nullable JsonNode node) {
    var tables = new ArrayList<Table>();
    if (node != null && !node.isArray()) {
      problem(section, "'" + section + "' is not a list of tables.",
          "Write [[" + section + "]], with two brackets.");
    } else if (node != null) {
      for (int i = 0; i < node.size(); i++) {
        tables.add(open(section, section + '[' + i + ']', node.get(i)));
      }
    }
    return tables;
  }

  private Table table(JsonNode root, String section) {
    JsonNode node = root.get(section);
    return open(section, section, node == null ? JsonNodeFactory.instance.objectNode() : node);
  }

  private Table open(String section, String path, JsonNode node) {
    if (!node.isObject()) {
      problem(path, "'" + path + "' is not a table.",
          "Write its keys below a line with ["
              + (section.endsWith(".NAME") && path.contains(".") ? path : section)
              + "].");
      return open(section, path, JsonNodeFactory.instance.objectNode());
    }
    return new Table(section, path, node, places, this::where, problems::add);
  }

  private void refuseUnknownSections(JsonNode root) {
    var known = ConfigKeys.sections();
    root.fieldNames().forEachRemaining(name -> {
      if (known.contains(name)) {
        return;
      }
      String homes = ConfigKeys.ALL.stream().filter(key -> key.name().equals(name)).map(Key::section)
          .collect(Collectors.joining("] or ["));
      problem(name, "There is no table or top-level key '" + name + "'.", homes.isEmpty()
          ? Nearest.to(name, known).map(near -> "Did you mean '" + near + "'?")
              .orElse("Known: " + String.join(", ", known) + ".")
          : "It belongs below [" + homes + "].");
    });
  }

  private void problem(String path, String message, String remedy) {
    problems.add(new ProfileProblem(where(List.of(path)), null, path, message, remedy));
  }

  private String where(List<String> paths) {
    return file + lines.suffix(paths);
  }
}
