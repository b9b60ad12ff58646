package io.credentialbroker.core.profile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one reading of the shared config files and {@code broker.toml} gave: immutable, replaced as
 * a whole by the next reading.
 *
 * @param entries every profile, servable or not, by name
 * @param fileProblems what is wrong with whole files; where this is not empty the reading was partial
 */
public record ProfileCatalog(Map<ProfileName, Entry> entries, List<ProfileProblem> fileProblems) {
  /** A catalog with nothing in it: what a broker has before its first reading. */
  public static final ProfileCatalog EMPTY = new ProfileCatalog(Map.of(), List.of());

  public ProfileCatalog {
    entries = Map.copyOf(entries);
    fileProblems = List.copyOf(fileProblems);
  }

  /** What became of one profile. */
  public sealed interface Entry {}

  /**
   * A profile that can give credentials.
   *
   * @param recipe how
   * @param keepWarm whether its session is fetched at start and never dropped for idleness
   * @param notes what was adjusted on the way, e.g. a chained duration capped at one hour; for {@code explain}
   * @param region the profile's own region, which its programs should use too; absent when it names none
   */
  public record Servable(Recipe recipe, boolean keepWarm, List<String> notes,
      @Nullable String region) implements Entry {
    public Servable {
      notes = List.copyOf(notes);
    }

    /** Of a profile that names no region. */
    public Servable(Recipe recipe, boolean keepWarm, List<String> notes) {
      this(recipe, keepWarm, notes, null);
    }
  }

  /** A profile that cannot be served as it is written. */
  public record Broken(ProfileProblem problem) implements Entry {}
}
