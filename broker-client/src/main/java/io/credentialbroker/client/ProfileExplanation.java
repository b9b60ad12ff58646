package io.credentialbroker.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a profile's credentials are made; docs/control-api.md explains each part. Nothing in it is secret.
 *
 * @param recipe the step whose credentials are served; absent when {@code problem} says why there is none
 * @param problem why the profile cannot be served as it is written
 * @param servedAsLastRead whether the daemon still serves what it read before the problem came
 * @param notes what was adjusted on the way
 * @param problems what is wrong with whole files, which may be why something is missing
 * @param identity whose session is held now; absent when none is, or it is not known
 */
public record ProfileExplanation(String profile, @Nullable Step recipe,
    StatusReport.@Nullable Problem problem, boolean servedAsLastRead, List<String> notes,
    List<StatusReport.Problem> problems, @Nullable Identity identity) {

  public ProfileExplanation {
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /** Whose session it is: the ARN, and the account where it is known. */
  public record Identity(String arn, @Nullable String accountId) {}

  /**
   * One step of the recipe.
   *
   * @param label the step in a few words
   * @param base the step whose credentials it uses; absent for the first
   */
  public record Step(String label, List<Setting> settings, @Nullable Step base) {
    public Step {
      settings = List.copyOf(settings);
    }
  }

  /**
   * One parameter of a step.
   *
   * @param value as it is used; masked where it is a secret
   * @param origin a file with a line, an environment variable, broker.toml, or {@code default}
   */
  public record Setting(String name, String value, String origin) {}

  static ProfileExplanation read(JsonObject from) throws BrokerException {
    JsonObject recipe = from.object("recipe");
    JsonObject problem = from.object("problem");
    JsonObject identity = from.object("identity");
    var problems = new ArrayList<StatusReport.Problem>();
    for (JsonObject one : from.objects("problems")) {
      problems.add(StatusReport.Problem.read(one));
    }
    return new ProfileExplanation(clean(from, "profile"), recipe == null ? null : step(recipe),
        problem == null ? null : StatusReport.Problem.read(problem), from.flag("servedAsLastRead"),
        Wire.allPrintable(from.texts("notes")), problems, identity == null
            ? null
            : new Identity(clean(identity, "arn"), Wire.printable(identity.text("accountId"))));
  }

  private static Step step(JsonObject from) throws BrokerException {
    var settings = new ArrayList<Setting>();
    for (JsonObject one : from.objects("settings")) {
      settings.add(new Setting(clean(one, "name"), clean(one, "value"), clean(one, "origin")));
    }
    JsonObject base = from.object("base");
    return new Step(clean(from, "step"), settings, base == null ? null : step(base));
  }

  private static String clean(JsonObject from, String key) throws BrokerException {
    return JsonObject.required(Wire.printable(from.text(key)), key);
  }
}
