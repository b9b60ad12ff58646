package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.ProfileCatalog.Broken;
import io.credentialbroker.core.profile.ProfileCatalog.Entry;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.profile.ProfileCatalog.WithoutCredentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shared config and credentials files, and the profiles of {@code broker.toml}, into a catalog. It
 * holds no state: each call reads the files as they are, and blocks while it does.
 */
public final class ProfileReader {
  private final SharedFiles files;
  private final Variables variables;
  private final Path home;
  private final ProfileSettings settings;

  /**
   * A reader for one user's files.
   *
   * @param environment the daemon's own variables
   * @param home the user's home directory, see {@link SharedFiles#homeOf}
   */
  public ProfileReader(Map<String, String> environment, Path home, ProfileSettings settings) {
    this.files = SharedFiles.of(environment, home);
    this.variables = new Variables(environment);
    this.home = home;
    this.settings = settings;
  }

  /** The files that {@link #read} looks into, whether they are there or not. */
  public List<Path> files() {
    return files.both();
  }

  /**
   * Reads everything now. A profile that cannot be served becomes {@link Broken} and affects no other; a file
   * that cannot be read or parsed becomes a file problem, and nothing of that file is in the catalog.
   */
  public ProfileCatalog read() {
    return read(ProfileCatalog.EMPTY);
  }

  /**
   * The same for somebody who serves {@code held} already: a profile that was servable there, and is now written
   * with a mistake, stays as it was and carries the problem. One that is gone from the files is gone.
   */
  public ProfileCatalog read(ProfileCatalog held) {
    var reading = new Reading();
    var entries = new HashMap<ProfileName, Entry>();
    var leftOut = new HashMap<ProfileName, String>();
    reading.config.profiles().forEach((name, section) -> {
      var profile = new ProfileName(name);
      String by = settings.leftOutBy(profile);
      if (by == null) {
        entries.put(profile, kept(reading.entry(profile, section), held.entries().get(profile)));
      } else {
        leftOut.put(profile, by);
      }
    });
    reading.config.ignored().forEach((name, problem) -> {
      var profile = new ProfileName(name);
      if (settings.serves(profile)) {
        entries.putIfAbsent(profile, kept(new Broken(problem), held.entries().get(profile)));
      }
    });
    settings.overlays().keySet().stream().filter(settings::serves)
        .forEach(profile -> entries.putIfAbsent(profile, new Broken(unknown(profile))));
    return new ProfileCatalog(entries, leftOut, reading.config.problems());
  }

  /** Reads everything now and tells how one profile's credentials are made, or why they cannot be. */
  public Explanation explain(ProfileName profile) {
    var reading = new Reading();
    Section section = reading.config.profile(profile.value());
    var problems = reading.config.problems();
    var places = new KeyPlaces(files, settings);
    if (section == null) {
      ProfileProblem known = reading.config.ignored().get(profile.value());
      return new Explanation(profile, null, List.of(), known == null ? unknown(profile) : known, problems,
          places);
    }
    try {
      Resolved resolved = reading.resolve(section);
      return new Explanation(profile, resolved.step(), notes(profile, resolved), null, problems, places);
    } catch (ProfileProblemException e) {
      return new Explanation(profile, null, List.of(), e.problem(), problems, places);
    }
  }

  private List<String> notes(ProfileName profile, Resolved resolved) {
    if (settings.serves(profile)) {
      return resolved.notes();
    }
    return Stream.concat(resolved.notes().stream(), Stream.of("The profile is not served, because "
        + settings.origin() + " leaves it out; other profiles can name it as their source.")).toList();
  }

  private static Entry kept(Entry now, @Nullable Entry before) {
    return now instanceof Broken(var problem) && before instanceof Servable servable
        ? servable.despite(problem)
        : now;
  }

  private ProfileProblem unknown(ProfileName profile) {
    boolean expected = settings.overlays().containsKey(profile);
    return new ProfileProblem(expected ? settings.placeOf(profile.value(), "").toString() : null,
        profile.value(), null,
        (expected ? "Options are given here, and there" : "There") + " is no such profile in "
            + files.config()
            + " or " + files.credentials() + ".",
        "Look at the name, or add the profile.");
  }

  /** One look at the files. */
  private final class Reading {
    private final SharedConfig config = SharedConfig.read(files);
    private final RecipeResolver resolver = new RecipeResolver(config, variables, home, settings);

    Reading() {
      settings.roles().forEach((name, keys) -> {
        if (config.profile(name.value()) == null) {
          config.put(inPlace(name, keys));
        }
      });
      Section completed = EnvironmentProfile.completing(config.profile("default"), variables);
      if (completed != null) {
        config.put(completed);
      }
      settings.overlays().forEach((name, overlay) -> {
        Section written = config.profile(name.value());
        if (written != null && !overlay.keys().isEmpty()) {
          config.put(with(written, overlay.keys()));
        }
      });
    }

    /** What is written here stands in the place of what the files say. */
    private Section with(Section written, Map<String, String> keys) {
      var values = new HashMap<>(written.values());
      if (keys.containsKey("endpoint_url")) {
        values.remove("services");
      }
      keys.forEach((key, text) -> values.put(key, settings.found(written.name(), key, text)));
      return new Section(written.name(), written.file(), values);
    }

    Entry entry(ProfileName profile, Section section) {
      try {
        Resolved resolved = resolve(section);
        return new Servable(resolved.recipe(), settings.keepWarm().match(profile), resolved.notes(),
            resolver.ownRegion(section), null, signIn(resolved), resolver.identityAt(section));
      } catch (ProfileProblemException e) {
        boolean silent = section.saysNothingOfCredentials() && !settings.overlays().containsKey(profile);
        return silent ? new WithoutCredentials(e.problem()) : new Broken(e.problem());
      }
    }

    Resolved resolve(Section section) {
      if (settings.roles().containsKey(new ProfileName(section.name()))
          && !isHere(section)) {
        throw section.problem(null, "The profile is defined here and in " + settings.origin() + " too.",
            "Rename one of the two.");
      }
      Resolved resolved = resolver.served(section);
      UnusedOptions.refuse(section, resolved, settings);
      return resolved;
    }
  }

  /** The command that mends a missing sign-in; null where nobody signs in, or the AWS CLI cannot know the profile. */
  private @Nullable String signIn(Resolved resolved) {
    Recipe first = resolved.recipe();
    for (Recipe base = first.base(); base != null; base = base.base()) {
      first = base;
    }
    Section begins = resolved.begins();
    if (isHere(begins)) {
      return null;
    }
    String profile = " --profile " + new ProfileName(begins.name()).quoted();
    return first instanceof Recipe.Sso
        ? "aws sso login" + profile
        : first instanceof Recipe.Login ? "aws login" + profile : null;
  }

  private Section inPlace(ProfileName name, Map<String, String> keys) {
    var values = new HashMap<String, Found>();
    keys.forEach((key, text) -> values.put(key.toLowerCase(Locale.ROOT), settings.found(name.value(), key,
        text)));
    return new Section(name.value(), settings.placeOf(name.value(), "").toString(), values);
  }

  /** Whether the section stands in {@code broker.toml}, with its line or without. */
  private boolean isHere(Section section) {
    return section.file().equals(settings.origin()) || section.file().startsWith(settings.origin() + ':');
  }
}
