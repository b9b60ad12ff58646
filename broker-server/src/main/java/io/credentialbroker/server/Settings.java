package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileGlobs;
import io.credentialbroker.core.profile.ProfileReader;
import io.credentialbroker.core.profile.ProfileSettings;
import io.credentialbroker.core.profile.SessionNaming;
import io.credentialbroker.core.session.SessionSettings;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.config.ConfigFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One good reading of {@code broker.toml} and of the token and policy files it names.
 *
 * @param config what it says
 * @param clients those of its clients whose tokens are given, with the tokens
 */
record Settings(BrokerConfig config, List<ClientToken> clients) {
  Settings {
    clients = List.copyOf(clients);
  }

  static Settings read(ConfigFile file) throws ConfigException {
    return of(file.read());
  }

  /** Reads the files that {@code broker.toml} names, tokens among them. */
  static Settings of(BrokerConfig config) throws ConfigException {
    return new Settings(config, ClientToken.readAll(config.clients()));
  }

  /** The files whose change makes this reading old. */
  List<Path> files(ConfigFile file) {
    return Stream.of(Stream.of(file.path()), config.clients().stream().map(BrokerConfig.Client::token)
        .filter(token -> token.rotate() == null).map(BrokerConfig.ClientTokenFile::path),
        config.options().policyFiles().stream()).flatMap(paths -> paths).toList();
  }

  /** A reader of the shared files by these settings. */
  ProfileReader reader(ConfigFile file, Map<String, String> environment, Path home) {
    var profiles = config.profiles();
    String template = profiles.sessionName() == null
        ? SessionNaming.DEFAULT_TEMPLATE
        : profiles.sessionName();
    return new ProfileReader(environment, home, new ProfileSettings(file.path().toString(),
        new ProfileGlobs(profiles.include()), new ProfileGlobs(profiles.exclude()),
        new ProfileGlobs(profiles.serveStaticKeys()), new ProfileGlobs(config.sessions().keepWarm()),
        SessionNaming.ofThisMachine(template, environment), ProfileSettings.KEY_SESSION,
        config.options().overlays(), config.options().roles(), config.options().lines()));
  }

  /** The figures of the session room. */
  SessionSettings sessions() {
    return SessionSettings.DEFAULTS.withMaximumSessions(config.sessions().maxSessions())
        .withIdleAfter(config.sessions().idle()).withCallsPerSecond(config.sessions().callsPerSecond());
  }
}
