package io.credentialbroker.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon stands; docs/control-api.md explains each part. Nothing in it is secret.
 *
 * @param now the daemon's own time, against which expirations are to be read
 * @param sandbox whether AWS is only played
 * @param lockedSince since when nothing is handed out; null when the broker is open
 * @param tokenFile where the user's own token lies
 * @param clockAhead how far the daemon's clock is ahead of AWS's; absent before AWS has answered
 * @param cache what the daemon's cache has seen; null from a daemon that does not tell
 * @param withoutCredentials profiles that say nothing about credentials, by name
 */
public record StatusReport(String version, long pid, Instant started, Instant now, boolean sandbox,
    @Nullable Instant lockedSince, List<Listener> listeners, @Nullable String tokenFile,
    @Nullable Duration clockAhead, @Nullable CacheCounts cache, List<Problem> problems,
    List<Profile> profiles, List<String> withoutCredentials) {

  public StatusReport {
    withoutCredentials = List.copyOf(withoutCredentials);
    listeners = List.copyOf(listeners);
    problems = List.copyOf(problems);
    profiles = List.copyOf(profiles);
  }

  /** The same for one profile only, without what is counted of all. */
  public StatusReport of(Profile one) {
    return new StatusReport(version, pid, started, now, sandbox, lockedSince, listeners, tokenFile,
        clockAhead, null, problems,
        List.of(one), List.of());
  }

  /**
   * What the daemon's cache has seen since its start.
   *
   * @param held sessions held now
   * @param hits questions answered from memory
   * @param misses questions for which nothing was held
   * @param evictions sessions that ran out, or for which there was no room
   */
  public record CacheCounts(long held, long hits, long misses, long evictions) {
    static @Nullable CacheCounts read(@Nullable JsonObject from) throws BrokerException {
      return from == null
          ? null
          : new CacheCounts(from.number("held", 0), from.number("hits", 0), from.number("misses", 0),
              from.number("evictions", 0));
    }
  }

  /**
   * Where it listens.
   *
   * @param kind {@code tcp} or {@code unix}
   * @param portChanges whether the next start of the daemon will have another port
   */
  public record Listener(String kind, String address, boolean portChanges) {}

  /** What is wrong with a file or a profile, and what mends it. */
  public record Problem(@Nullable String file, @Nullable String profile, @Nullable String key, String message,
      @Nullable String remedy) {
    static Problem read(JsonObject from) throws BrokerException {
      return new Problem(clean(from.text("file")), clean(from.text("profile")), clean(from.text("key")),
          Objects.requireNonNullElse(clean(from.text("message")), "no reason given"),
          clean(from.text("remedy")));
    }

    /** Where it is, as far as that is known: file, profile, key. */
    public String where() {
      var where = new ArrayList<String>();
      if (file != null) {
        where.add(file);
      }
      if (profile != null) {
        where.add("[" + profile + "]");
      }
      if (key != null) {
        where.add(key);
      }
      return String.join(" ", where);
    }
  }

  /** The last failed attempt. */
  public record LastFailure(String reason, @Nullable String step, String message, @Nullable String remedy) {}

  /**
   * One profile.
   *
   * @param state as the daemon names it; a name that this client does not know is passed on as it is
   * @param obtained when the session that is held was fetched
   * @param expiration when it ends
   * @param nextAttempt when a refresh or a retry is due
   * @param problem what is wrong with the profile as it is written now; with another state than
   *     {@code BROKEN} it is served as it was last read
   * @param mfaDue when the next one-time code will be due
   * @param notes what was adjusted on the way, such as a duration that a chained role cannot have
   * @param callers who has asked for it within the last hour, the latest first
   * @param sharesWith other profiles with the same recipe, and so with the same session
   */
  public record Profile(String name, String state, @Nullable String recipe, @Nullable String arn,
      @Nullable String accountId, @Nullable String accessKeyId, @Nullable Instant obtained,
      @Nullable Instant expiration,
      @Nullable Instant nextAttempt, long failures, @Nullable LastFailure lastFailure,
      @Nullable Problem problem, @Nullable Instant mfaDue, List<String> notes, List<RecentCaller> callers,
      List<String> sharesWith) {
    public Profile {
      sharesWith = List.copyOf(sharesWith);
      notes = List.copyOf(notes);
      callers = List.copyOf(callers);
    }
  }

  /**
   * Somebody who has asked for a profile within the last hour.
   *
   * @param client the name of the token's owner, {@code user} for the daemon's own user
   * @param uid whose process it was; null where the daemon's system did not tell
   * @param granted how many answers had credentials
   * @param others how many had none
   */
  public record RecentCaller(String client, @Nullable Long uid, long granted, long others) {}

  static StatusReport read(JsonObject from) throws BrokerException {
    var listeners = new ArrayList<Listener>();
    for (JsonObject one : from.objects("listeners")) {
      listeners.add(new Listener(cleanRequired(one, "kind"), cleanRequired(one, "address"),
          one.flag("portChanges")));
    }
    var problems = new ArrayList<Problem>();
    for (JsonObject one : from.objects("problems")) {
      problems.add(Problem.read(one));
    }
    var profiles = new ArrayList<Profile>();
    for (JsonObject one : from.objects("profiles")) {
      profiles.add(profile(one));
    }
    var silent = Wire.allPrintable(from.texts("withoutCredentials"));
    return new StatusReport(cleanRequired(from, "version"), from.number("pid", 0),
        JsonObject.required(from.instant("started"), "started"),
        JsonObject.required(from.instant("now"), "now"), from.flag("sandbox"), from.instant("lockedSince"),
        listeners,
        clean(from.text("tokenFile")), seconds(from, "clockAheadSeconds"),
        CacheCounts.read(from.object("cache")),
        problems, profiles, silent);
  }

  private static Profile profile(JsonObject from) throws BrokerException {
    JsonObject problem = from.object("problem");
    JsonObject failure = from.object("lastFailure");
    var callers = new ArrayList<RecentCaller>();
    for (JsonObject one : from.objects("callers")) {
      long uid = one.number("uid", -1);
      callers
          .add(new RecentCaller(cleanRequired(one, "client"), uid < 0 ? null : uid, one.number("granted", 0),
              one.number("others", 0)));
    }
    return new Profile(cleanRequired(from, "name"), cleanRequired(from, "state"), clean(from.text("recipe")),
        clean(from.text("arn")), clean(from.text("accountId")), clean(from.text("accessKeyId")),
        from.instant("obtained"),
        from.instant("expiration"), from.instant("nextAttempt"), from.number("failures", 0),
        failure == null ? null : failure(failure), problem == null ? null : Problem.read(problem),
        from.instant("mfaDue"), Wire.allPrintable(from.texts("notes")), callers,
        Wire.allPrintable(from.texts("sharesWith")));
  }

  static @Nullable Duration seconds(JsonObject from, String key) throws BrokerException {
    long seconds = from.number(key, Long.MIN_VALUE);
    return seconds == Long.MIN_VALUE ? null : Duration.ofSeconds(seconds);
  }

  private static LastFailure failure(JsonObject from) throws BrokerException {
    return new LastFailure(Objects.requireNonNullElse(clean(from.text("reason")), "FAILED"),
        clean(from.text("step")),
        Objects.requireNonNullElse(clean(from.text("message")), "no reason given"),
        clean(from.text("remedy")));
  }

  private static String cleanRequired(JsonObject from, String key) throws BrokerException {
    return JsonObject.required(clean(from.text(key)), key);
  }

  private static @Nullable String clean(@Nullable String text) {
    return Wire.printable(text);
  }
}
