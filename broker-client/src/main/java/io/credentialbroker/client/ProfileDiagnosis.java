package io.credentialbroker.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an examination of a profile found; docs/control-api.md explains each part. Nothing in it is secret.
 *
 * @param steps in the order in which they are made, the served one last
 * @param causes of the failure, the surest first
 * @param clockAhead how far the daemon's clock is ahead of AWS's; absent where AWS did not answer
 * @param heldUntil until when the session lasts that is served meanwhile
 * @param problem what is wrong with the profile as it is written
 */
public record ProfileDiagnosis(String profile, boolean healthy, List<Step> steps, List<Cause> causes,
    @Nullable Duration clockAhead, @Nullable Instant heldUntil, StatusReport.@Nullable Problem problem) {

  public ProfileDiagnosis {
    steps = List.copyOf(steps);
    causes = List.copyOf(causes);
  }

  /**
   * One step.
   *
   * @param outcome {@code WORKED}, {@code HELD}, {@code FAILED} or {@code NOT_TRIED}
   * @param arn whose credentials it gave
   * @param code AWS's error code
   * @param message why it failed
   */
  public record Step(String label, String outcome, @Nullable String arn, long millis, @Nullable String code,
      @Nullable String message) {}

  /**
   * One cause that fits.
   *
   * @param evidence {@code CERTAIN}, {@code LIKELY} or {@code POSSIBLE}
   */
  public record Cause(String name, String evidence, String because, List<Mending> mendings) {
    public Cause {
      mendings = List.copyOf(mendings);
    }
  }

  /**
   * What mends a cause.
   *
   * @param kind {@code CALLER_POLICY}, {@code TRUST_POLICY}, {@code PROFILE_KEY} or {@code STEP}
   * @param about whose policy, which role, which key; empty for a step
   * @param text the policy as JSON, the lines that set the key, or the sentence
   * @param origin where the key stands, or the file where it belongs
   * @param stands whether the key is there already, and has to change
   */
  public record Mending(String kind, String about, String text, @Nullable String origin, boolean stands) {}

  /** Reads an answer of {@code POST /v1/profiles/{profile}/doctor}. */
  public static ProfileDiagnosis read(String json) throws BrokerException {
    return read(JsonObject.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  static ProfileDiagnosis read(JsonObject from) throws BrokerException {
    var steps = new ArrayList<Step>();
    for (JsonObject one : from.objects("steps")) {
      steps.add(step(one));
    }
    var causes = new ArrayList<Cause>();
    for (JsonObject one : from.objects("causes")) {
      var mendings = new ArrayList<Mending>();
      for (JsonObject mending : one.objects("mendings")) {
        mendings.add(mending(mending));
      }
      causes.add(
          new Cause(clean(one, "cause"), clean(one, "evidence"), clean(one, "because"), mendings));
    }
    JsonObject problem = from.object("problem");
    return new ProfileDiagnosis(clean(from, "profile"), from.flag("healthy"), steps, causes,
        StatusReport.seconds(from, "clockAheadSeconds"), from.instant("heldUntil"),
        problem == null ? null : StatusReport.Problem.read(problem));
  }

  private static Step step(JsonObject from) throws BrokerException {
    JsonObject failure = from.object("failure");
    return new Step(clean(from, "step"), clean(from, "outcome"), Wire.printable(from.text("arn")),
        from.number("millis", 0), failure == null ? null : Wire.printable(failure.text("code")),
        failure == null ? null : Wire.printable(failure.text("message")));
  }

  /** A kind that this client does not know is still shown, as far as it has text. */
  private static Mending mending(JsonObject from) throws BrokerException {
    JsonObject policy = from.object("policy");
    String about = first(from, "caller", "role", "key");
    return new Mending(clean(from, "kind"), about == null ? "" : about,
        policy == null ? lines(from) : policy.pretty(), Wire.printable(from.text("origin")),
        from.flag("stands"));
  }

  private static String lines(JsonObject from) throws BrokerException {
    String block = from.text("block");
    if (block != null) {
      return block.lines().map(line -> Objects.requireNonNullElse(Wire.printable(line), ""))
          .collect(Collectors.joining("\n"));
    }
    String key = Wire.printable(from.text("key"));
    String value = Objects.requireNonNullElse(first(from, "value", "text"), "");
    return key == null ? value : key + " = " + value;
  }

  private static @Nullable String first(JsonObject from, String... keys) throws BrokerException {
    for (String key : keys) {
      String text = Wire.printable(from.text(key));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static String clean(JsonObject from, String key) throws BrokerException {
    return JsonObject.required(Wire.printable(from.text(key)), key);
  }
}
