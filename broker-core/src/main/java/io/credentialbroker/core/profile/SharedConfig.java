package io.credentialbroker.core.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Both shared files as one: profiles merged key by key with the credentials file winning, and the
 * {@code sso-session} and {@code services} sections, which only the config file has.
 */
final class SharedConfig {
  private final SharedFile config;
  private final Map<String, Section> profiles = new HashMap<>();
  private final Map<String, ProfileProblem> ignored = new LinkedHashMap<>();
  private final List<ProfileProblem> problems = new ArrayList<>();

  SharedConfig(SharedFile config, SharedFile credentials) {
    this.config = config;
    for (SharedFile file : List.of(config, credentials)) {
      if (file.problem() != null) {
        problems.add(file.problem());
      }
      file.profiles().values().stream().filter(section -> ProfileName.fits(section.name()))
          .forEach(section -> profiles.merge(section.name(), section, SharedConfig::merged));
    }
    for (SharedFile file : List.of(config, credentials)) {
      IgnoredSections.in(file).forEach((name, problem) -> {
        if (!profiles.containsKey(name)) {
          ignored.putIfAbsent(name, problem);
        }
      });
    }
  }

  static SharedConfig read(SharedFiles files) {
    return new SharedConfig(SharedFile.read(files.config(), ProfileFile.Type.CONFIGURATION),
        SharedFile.read(files.credentials(), ProfileFile.Type.CREDENTIALS));
  }

  Map<String, Section> profiles() {
    return Collections.unmodifiableMap(profiles);
  }

  /** Adds a profile that stands in neither file, or puts it in the place of what they say. */
  void put(Section profile) {
    profiles.put(profile.name(), profile);
  }

  /** Sections that look like profiles and that no SDK reads, by the name their author meant. */
  Map<String, ProfileProblem> ignored() {
    return ignored;
  }

  List<ProfileProblem> problems() {
    return problems;
  }

  Path configFile() {
    return config.path();
  }

  @Nullable
  Section profile(String name) {
    return profiles.get(name);
  }

  /** The names of all {@code sso-session} sections. */
  Set<String> ssoSessions() {
    return config.lines().headers().keySet().stream().filter(header -> header.startsWith("sso-session "))
        .map(header -> header.substring("sso-session ".length())).collect(Collectors.toSet());
  }

  @Nullable
  Section ssoSession(String name) {
    return config.section("sso-session", name);
  }

  @Nullable
  Section services(String name) {
    return config.section("services", name);
  }

  private static Section merged(Section config, Section credentials) {
    var values = new HashMap<>(config.values());
    values.putAll(credentials.values());
    return new Section(config.name(), config.file(), values);
  }
}
