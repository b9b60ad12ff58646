package io.credentialbroker.server.config;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.server.config.BrokerConfig.Client;
import io.credentialbroker.server.config.BrokerConfig.ClientTokenFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables of {@code [[client]]}. */
final class ClientMapping {
  private final Set<String> names = new HashSet<>(BrokerConfig.RESERVED_CLIENTS);
  private final Set<Path> written = new HashSet<>();

  List<Client> map(List<Table> tables) {
    var clients = new ArrayList<Client>();
    for (Table table : tables) {
      Client client = client(table);
      if (client != null) {
        clients.add(client);
      }
    }
    return clients;
  }

  private @Nullable Client client(Table table) {
    String name = table.required(ClientKeys.NAME);
    Path file = table.required(ClientKeys.TOKEN_FILE);
    List<String> profiles = table.required(ClientKeys.PROFILES);
    boolean remote = table.get(ClientKeys.REMOTE);
    if (name != null && !names.add(name)) {
      table.problem("name", "The client name '" + name + "' is taken.",
          "Give each client a name of its own, and not " + String.join(" or ",
              BrokerConfig.RESERVED_CLIENTS.stream().sorted().toList()) + ".");
    }
    if (remote && profiles != null && new Grant(profiles).isEverything()) {
      table.problem("profiles", "A client with 'remote' cannot have every profile.",
          "Name the profiles that it needs.");
    }
    var rules = new ProcessRules(table.get(ClientKeys.EXECUTABLES), table.get(ClientKeys.SHA256),
        table.get(ClientKeys.UNITS), table.get(ClientKeys.CGROUPS));
    if (remote && !rules.isEmpty()) {
      table.problem("remote", "A client with 'remote' cannot have rules for its process.",
          "Nobody can see a process of another machine: take executables, sha256, units and cgroups away,"
              + " or remote.");
    }
    if (name == null || file == null || profiles == null) {
      return null;
    }
    return new Client(name, profiles, token(table, file), table.get(ClientKeys.UIDS), remote,
        table.get(ClientKeys.PACE), rules);
  }

  private ClientTokenFile token(Table table, Path file) {
    Duration rotate = table.get(ClientKeys.ROTATE);
    if (rotate != null && !written.add(file)) {
      table.problem("token_file", "Two clients would have their tokens written into " + file + ".",
          "Give each a file of its own.");
    }
    return new ClientTokenFile(file, rotate, table.get(ClientKeys.ROTATE_OVERLAP),
        table.get(ClientKeys.GROUP_READABLE));
  }
}
