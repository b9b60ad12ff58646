package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.ProfileCatalog.Broken;
import io.credentialbroker.core.profile.ProfileCatalog.Entry;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.profile.ProfileCatalog.WithoutCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A home directory with shared files, read the way the daemon reads them. */
final class SharedFilesFixture {
  static final SessionNaming NAMING = new SessionNaming(SessionNaming.DEFAULT_TEMPLATE, "alice", "host");

  final Path home;
  final Path config;
  final Path credentials;
  final Map<String, String> environment = new HashMap<>();
  ProfileSettings settings = ProfileSettings.defaults(NAMING);

  SharedFilesFixture(Path home) {
    this.home = home;
    this.config = home.resolve(".aws/config");
    this.credentials = home.resolve(".aws/credentials");
    try {
      Files.createDirectories(home.resolve(".aws"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SharedFilesFixture config(String text) {
    return write(config, text);
  }

  SharedFilesFixture credentials(String text) {
    return write(credentials, text);
  }

  SharedFilesFixture variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Settings with one overlay for one profile. */
  SharedFilesFixture overlay(String profile, RoleOptionsOverlay overlay) {
    return settings(
        old -> new ProfileSettings(old.origin(), old.include(), old.exclude(), old.serveStaticKeys(),
            old.keepWarm(), old.sessionNaming(), old.keySession(), Map.of(new ProfileName(profile), overlay),
            old.roles()));
  }

  /** The lines of one profile in the settings. */
  SharedFilesFixture lines(String profile, Map<String, Integer> lines) {
    return settings(
        old -> new ProfileSettings(old.origin(), old.include(), old.exclude(), old.serveStaticKeys(),
            old.keepWarm(), old.sessionNaming(), old.keySession(), old.overlays(), old.roles(),
            Map.of(new ProfileName(profile), lines)));
  }

  SharedFilesFixture settings(UnaryOperator<ProfileSettings> change) {
    settings = change.apply(settings);
    return this;
  }

  ProfileReader reader() {
    return new ProfileReader(environment, home, settings);
  }

  ProfileCatalog read() {
    return reader().read();
  }

  Servable servable(String profile) {
    return switch (entry(profile)) {
      case Servable servable -> servable;
      case Broken(var problem) -> throw new AssertionError(problem.inOneLine());
      case WithoutCredentials(var problem) -> throw new AssertionError(problem.inOneLine());
      case null -> throw new AssertionError("no profile " + profile);
    };
  }

  Recipe recipe(String profile) {
    return servable(profile).recipe();
  }

  ProfileProblem problem(String profile) {
    return switch (entry(profile)) {
      case Broken(var problem) -> problem;
      case WithoutCredentials(var problem) -> problem;
      case Servable servable -> throw new AssertionError("unexpectedly servable: " + servable);
      case null -> throw new AssertionError("no profile " + profile);
    };
  }

  private @Nullable Entry entry(String profile) {
    return read().entries().get(new ProfileName(profile));
  }

  private SharedFilesFixture write(Path file, String text) {
    try {
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
