package io.credentialbroker.core.profile;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one reading of the shared config files and {@code broker.toml} gave: immutable, replaced as
 * a whole by the next reading.
 *
 * @param entries every profile, servable or not, by name
 * @param leftOut profiles that are there and are not to be served, by name, with the key of {@code broker.toml} that
 *     says so
 * @param fileProblems what is wrong with whole files; where this is not empty the reading was partial
 */
public record ProfileCatalog(Map<ProfileName, Entry> entries, Map<ProfileName, String> leftOut,
    List<ProfileProblem> fileProblems) {

  /** A catalog with nothing in it: what a broker has before its first reading. */
  public static final ProfileCatalog EMPTY = new ProfileCatalog(Map.of(), List.of());

  public ProfileCatalog {
    entries = Map.copyOf(entries);
    leftOut = Map.copyOf(leftOut);
    fileProblems = List.copyOf(fileProblems);
  }

  /** A catalog that leaves nothing out. */
  public ProfileCatalog(Map<ProfileName, Entry> entries, List<ProfileProblem> fileProblems) {
    this(entries, Map.of(), fileProblems);
  }

  /**
   * Says that a profile is not here: that it is left out, or which files could not be read, since it may stand in one
   * of them.
   */
  public Told without(ProfileName profile) {
    String key = leftOut.get(profile);
    if (key != null) {
      return new Told(
          "The profile '" + profile + "' is not served: '" + key + "' in broker.toml leaves it out.",
          "Change that key if it is to be served.");
    }
    String what = "There is no profile '" + profile.shownWhereUnknown() + "' in the shared AWS config.";
    // The list cannot have it either where a file could not be read.
    var told = new Told(what, fileProblems.isEmpty() ? "'broker status' lists the profiles." : "");
    for (ProfileProblem problem : fileProblems) {
      // What is to be done then is to mend the file; a command may put a better guess in the place of a remedy,
      // and must not lose what is wrong with the file.
      told = problem.told().after(told.text() + ' ');
    }
    return told;
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
   * @param problem why the profile cannot be served as it is written now, so that this is what was last read
   *     of it; absent while it is in order
   * @param signIn the command with which a person signs in for it, to be typed as it is; absent where nobody does
   * @param identityAt where STS is asked who the session is, when its source does not tell; absent where it cannot be
   *     known
   */
  public record Servable(Recipe recipe, boolean keepWarm, List<String> notes, @Nullable String region,
      @Nullable ProfileProblem problem, @Nullable String signIn, @Nullable StsEndpoint identityAt)
      implements
        Entry {
    public Servable {
      notes = List.copyOf(notes);
    }

    /** Of a profile for which nobody signs in. */
    public Servable(Recipe recipe, boolean keepWarm, List<String> notes, @Nullable String region,
        @Nullable ProfileProblem problem) {
      this(recipe, keepWarm, notes, region, problem, null, null);
    }

    /** Of a profile in order for which nobody signs in. */
    public Servable(Recipe recipe, boolean keepWarm, List<String> notes, @Nullable String region) {
      this(recipe, keepWarm, notes, region, null);
    }

    /** Of a profile that names no region. */
    public Servable(Recipe recipe, boolean keepWarm, List<String> notes) {
      this(recipe, keepWarm, notes, null);
    }

    /** A failure of this profile, with the very command to type where a person has to sign in. */
    public Failure inItsWords(Failure failure) {
      return failure.reason() == FailureReason.SIGN_IN_NEEDED && signIn != null
          ? new Failure(failure.reason(), failure.step(), failure.message(), "Run: " + signIn,
              failure.upstreamCode(), failure.retryAfter())
          : failure;
    }

    /** The same as last read, although the profile is now written in a way that cannot be served. */
    Servable despite(ProfileProblem mistake) {
      return new Servable(recipe, keepWarm, notes, region, mistake, signIn, identityAt);
    }
  }

  /** A profile that cannot be served as it is written. */
  public record Broken(ProfileProblem problem) implements Entry {}

  /**
   * A profile that says nothing about credentials, such as a {@code [default]} with a region only. That is no
   * mistake.
   *
   * @param problem the answer for those who ask for its credentials all the same
   */
  public record WithoutCredentials(ProfileProblem problem) implements Entry {}
}
