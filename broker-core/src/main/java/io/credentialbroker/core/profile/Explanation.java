package io.credentialbroker.core.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a profile's credentials are made and where each value came from, as data for a person's eyes: no secret
 * is in it.
 *
 * @param profile which profile
 * @param served the last step, whose credentials are served; absent when {@code problem} says why there is none
 * @param notes what was adjusted on the way
 * @param problem why the profile cannot be served
 * @param fileProblems what is wrong with whole files, which may be why something is missing
 * @param places where its keys belong
 */
public record Explanation(ProfileName profile, @Nullable Step served, List<String> notes,
    @Nullable ProfileProblem problem, List<ProfileProblem> fileProblems, KeyPlaces places) {

  public Explanation {
    notes = List.copyOf(notes);
    fileProblems = List.copyOf(fileProblems);
  }

  /**
   * One step of the recipe.
   *
   * @param label the step in a few words
   * @param owner the profile whose keys made it
   * @param settings its parameters
   * @param base the step whose credentials it uses; absent for the first
   */
  public record Step(String label, String owner, List<Setting> settings, @Nullable Step base) {
    public Step {
      settings = List.copyOf(settings);
    }
  }

  /**
   * One parameter.
   *
   * @param name e.g. {@code role_arn}
   * @param value as it will be used; masked where it is a secret
   * @param origin {@code FILE:LINE}, {@code environment VARIABLE}, the path of {@code broker.toml}, or
   *     {@code default}
   */
  public record Setting(String name, String value, String origin) {}
}
