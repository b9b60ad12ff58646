package io.credentialbroker.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distribution under test with a home, a runtime directory and a configuration of its own. */
final class Distribution {
  private static final Path HOME = Path
      .of(System.getProperty("broker.distribution", "target/credential-broker"))
      .toAbsolutePath();

  private static final Path OF_THE_IMAGE = Path
      .of(System.getProperty("broker.distribution.image", "target/image/credential-broker"))
      .toAbsolutePath();

  private final Path folder;

  /** Everything that this use of the distribution reads or writes lies below {@code folder}. */
  Distribution(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("home/.aws"));
    settings("[listen]\ntcp = [\"127.0.0.1:0\"]\n");
  }

  static Path home() {
    return HOME;
  }

  /** What the image has below /usr/lib, before its place is written into it. */
  static Path ofTheImage() {
    return OF_THE_IMAGE;
  }

  Path folder() {
    return folder;
  }

  Path runtimeDirectory() {
    return folder.resolve("run");
  }

  void awsConfig(String text) throws IOException {
    Files.writeString(folder.resolve("home/.aws/config"), text);
  }

  void awsCredentials(String text) throws IOException {
    Files.writeString(folder.resolve("home/.aws/credentials"), text);
  }

  /** Writes {@code broker.toml}; that these tests may run as root stands in it too. */
  void settings(String toml) throws IOException {
    Files.createDirectories(folder.resolve("xdg/credential-broker"));
    Files.writeString(folder.resolve("xdg/credential-broker/broker.toml"),
        "process.allow_root = true\n" + toml);
  }

  Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", runtimeDirectory().toString());
    return environment;
  }

  /** The daemon, ready to be asked. */
  Service brokerd(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(HOME.resolve("bin/brokerd").toString());
    line.addAll(List.of(arguments));
    var service = Service.start(environment(), folder.resolve("brokerd.log"), line);
    service.awaitReady(() -> broker("status", "--ready").exit() == 0);
    return service;
  }

  /** One run of the command. */
  Run broker(String... arguments) {
    var line = new ArrayList<String>();
    line.add(HOME.resolve("bin/broker").toString());
    line.addAll(List.of(arguments));
    return Run.of(environment(), folder, line);
  }
}
