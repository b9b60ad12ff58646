package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Speaks docs/control-api.md to a daemon, one connection for each call. It holds nothing between calls and may
 * be used by several threads.
 *
 * <p>All methods throw {@link BrokerException}, and nothing else, when there is no good answer.
 */
public final class ControlClient {
  /** The version of the control API that this client speaks. */
  static final int API = 1;

  /** Enough for the status of ten thousand profiles. */
  private static final int LONGEST_BODY = 16 << 20;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  /** A refresh calls AWS, with the retries of the SDK behind it. */
  private static final Duration REFRESH_DEADLINE = Duration.ofSeconds(60);

  private final Path socket;
  private final Duration deadline;
  private final Duration refreshDeadline;

  /** A client with the usual deadlines: 5 s, and 60 s for a refresh. */
  public ControlClient(Path socket) {
    this(socket, DEADLINE, REFRESH_DEADLINE);
  }

  ControlClient(Path socket, Duration deadline, Duration refreshDeadline) {
    this.socket = socket;
    this.deadline = deadline;
    this.refreshDeadline = refreshDeadline;
  }

  /** How everything stands. */
  public StatusReport status() throws BrokerException {
    return StatusReport.read(JsonObject.read(call("GET", "/v1/status", deadline)));
  }

  /** The same as the daemon wrote it: JSON. */
  public String statusJson() throws BrokerException {
    return new String(call("GET", "/v1/status", deadline), StandardCharsets.UTF_8);
  }

  /** The same without all other profiles: JSON, with none at all when there is no such profile. */
  public String statusJson(String profile) throws BrokerException {
    var status = JsonObject.read(call("GET", "/v1/status", deadline));
    var one = new ArrayList<JsonObject>();
    for (JsonObject each : status.objects("profiles")) {
      if (profile.equals(each.text("name"))) {
        one.add(each);
      }
    }
    var fields = new LinkedHashMap<>(status.fields());
    fields.put("profiles", one);
    fields.remove("withoutCredentials");
    return JsonText.line(fields);
  }

  /** How a profile's credentials are made, and where each value came from. */
  public ProfileExplanation explain(String profile) throws BrokerException {
    return ProfileExplanation.read(JsonObject.read(call("GET", path(profile, "explain"), deadline)));
  }

  /** The same as the daemon wrote it: JSON. */
  public String explainJson(String profile) throws BrokerException {
    return new String(call("GET", path(profile, "explain"), deadline), StandardCharsets.UTF_8);
  }

  /** Tries a profile step by step; takes as long as its calls take. */
  public ProfileDiagnosis examine(String profile) throws BrokerException {
    return ProfileDiagnosis
        .read(JsonObject.read(call("POST", path(profile, "doctor"), examinationDeadline())));
  }

  /** The same as the daemon wrote it: JSON. */
  public String examineJson(String profile) throws BrokerException {
    return new String(call("POST", path(profile, "doctor"), examinationDeadline()), StandardCharsets.UTF_8);
  }

  /** A chain is several calls one after the other, and a command among them may take half a minute. */
  private Duration examinationDeadline() {
    return refreshDeadline.multipliedBy(2);
  }

  /** The variables that point an SDK at a profile, through the user's own token. */
  public Map<String, String> environment(String profile) throws BrokerException {
    return variables(JsonObject.read(call("GET", path(profile, "environment"), deadline)));
  }

  /** The variables of a token of its own, which lives until the grant is closed or this process ends. */
  public ExecGrant exec(String profile) throws BrokerException {
    var connection = UnixHttpConnection.open(socket, deadline);
    try {
      HttpAnswer answer = checked(connection.exchange("POST", path(profile, "exec"), true, LONGEST_BODY));
      return new ExecGrant(connection, variables(JsonObject.read(answer.body())));
    } catch (BrokerException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Fetches a new session now. */
  public Refreshed refresh(String profile) throws BrokerException {
    var answer = JsonObject.read(call("POST", path(profile, "refresh"), refreshDeadline));
    return new Refreshed(answer.requiredText("profile"),
        JsonObject.required(answer.instant("expiration"), "expiration"), answer.text("arn"));
  }

  /** The roles that the profiles assume, and what their calls carry. */
  public RoleUse.All roles() throws BrokerException {
    return RoleUse.All.read(JsonObject.read(call("GET", "/v1/roles", deadline)));
  }

  /**
   * Exchanges the session of a profile for a link that signs in to the console. Whoever has the link has the session.
   *
   * @param destination a service such as {@code s3}, or a URL of the console; empty for its first page
   * @param duration how long the console session lasts, in seconds; absent for as long as the session
   */
  public ConsoleLink console(String profile, String destination, @Nullable Long duration)
      throws BrokerException {
    var wish = new LinkedHashMap<String, String>();
    if (!destination.isEmpty()) {
      wish.put("destination", destination);
    }
    if (duration != null) {
      wish.put("duration", duration.toString());
    }
    return ConsoleLink.read(post(path(profile, "console"), wish, refreshDeadline));
  }

  /**
   * The link with which somebody who is signed in switches to the role of a profile. It opens nothing by itself.
   *
   * @param displayName how the console shows the role; absent to let it choose
   * @param color six hexadecimal digits; absent to let it choose
   */
  public String switchRole(String profile, @Nullable String displayName, @Nullable String color)
      throws BrokerException {
    var wish = new LinkedHashMap<String, String>();
    if (displayName != null) {
      wish.put("displayName", displayName);
    }
    if (color != null) {
      wish.put("color", color);
    }
    return ConsoleLink.url(post(path(profile, "switch-role"), wish, deadline));
  }

  /** The MFA devices and how they stand. */
  public List<MfaDevice> mfaDevices() throws BrokerException {
    var devices = new ArrayList<MfaDevice>();
    for (JsonObject one : JsonObject.read(call("GET", "/v1/mfa", deadline)).objects("devices")) {
      devices.add(MfaDevice.read(one));
    }
    return List.copyOf(devices);
  }

  /**
   * Gives a one-time code, which is tried at once.
   *
   * @param profile one that needs it
   * @param code six digits
   */
  public GivenCode giveCode(String profile, String code) throws BrokerException {
    byte[] body = RequestBody.object(Map.of("profile", profile, "code", code));
    try {
      return GivenCode.read(JsonObject.read(post("/v1/mfa", body, refreshDeadline)));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** Drops the session of a profile. */
  public Forgotten forget(String profile) throws BrokerException {
    return forgotten(path(profile, "forget"));
  }

  /** Drops all sessions, those too that one-time codes have made. */
  public Forgotten forgetAll() throws BrokerException {
    return forgotten("/v1/forget");
  }

  /** Stops all vending until {@link #unlock()}. */
  public void lock() throws BrokerException {
    call("POST", "/v1/lock", deadline);
  }

  /** Lets vending go on. */
  public void unlock() throws BrokerException {
    call("POST", "/v1/unlock", deadline);
  }

  /** The named tokens that are valid now, oldest first. */
  public List<NamedToken> tokens() throws BrokerException {
    var tokens = new ArrayList<NamedToken>();
    for (JsonObject one : JsonObject.read(call("GET", "/v1/tokens", deadline)).objects("tokens")) {
      tokens.add(NamedToken.read(one));
    }
    return List.copyOf(tokens);
  }

  /** The same as the daemon wrote it: JSON. */
  public String tokensJson() throws BrokerException {
    return new String(call("GET", "/v1/tokens", deadline), StandardCharsets.UTF_8);
  }

  /** Makes a named token. */
  public IssuedToken newToken(TokenWish wish) throws BrokerException {
    return IssuedToken.read(JsonObject.read(post("/v1/tokens", RequestBody.wish(wish), deadline)));
  }

  /** Refuses a named token from now on; answers its id. */
  public String revokeToken(String name) throws BrokerException {
    byte[] body = RequestBody.object(Map.of("name", name));
    return JsonObject.read(post("/v1/tokens/revoke", body, deadline)).requiredText("id");
  }

  /** Where the audit is and how it stands. */
  public AuditStanding audit() throws BrokerException {
    var answer = JsonObject.read(call("GET", "/v1/audit", deadline));
    String file = answer.text("file");
    return new AuditStanding(file == null ? null : Path.of(file), answer.number("lost", 0),
        answer.text("problem"));
  }

  /** Reads all files again; answers what is wrong with them. */
  public List<StatusReport.Problem> reload() throws BrokerException {
    var problems = new ArrayList<StatusReport.Problem>();
    for (JsonObject one : JsonObject.read(call("POST", "/v1/reload", deadline)).objects("problems")) {
      problems.add(StatusReport.Problem.read(one));
    }
    return List.copyOf(problems);
  }

  /**
   * A session that was fetched just now.
   *
   * @param expiration when it ends
   * @param arn whose it is, where that is known
   */
  public record Refreshed(String profile, Instant expiration, @Nullable String arn) {}

  /**
   * Where the audit is and how it stands.
   *
   * @param file the file that grows; null when the daemon keeps no audit
   * @param lost how many decisions are in no line since the daemon's start
   * @param problem why nothing can be written at present; null when it can
   */
  public record AuditStanding(@Nullable Path file, long lost, @Nullable String problem) {}

  private byte[] call(String method, String target, Duration limit) throws BrokerException {
    try (var connection = UnixHttpConnection.open(socket, limit)) {
      return checked(connection.exchange(method, target, false, LONGEST_BODY)).body();
    }
  }

  private byte[] post(String target, byte[] body, Duration limit) throws BrokerException {
    try (var connection = UnixHttpConnection.open(socket, limit)) {
      return checked(connection.exchange("POST", target, body, false, LONGEST_BODY)).body();
    }
  }

  private JsonObject post(String target, Map<String, String> wish, Duration limit) throws BrokerException {
    try (var connection = UnixHttpConnection.open(socket, limit)) {
      return JsonObject.read(
          checked(connection.exchange("POST", target, RequestBody.object(wish), false, LONGEST_BODY)).body());
    }
  }

  private Forgotten forgotten(String target) throws BrokerException {
    return Forgotten.read(JsonObject.read(call("POST", target, deadline)));
  }

  /** The version comes before the status: the errors of another version cannot be read with certainty. */
  private static HttpAnswer checked(HttpAnswer answer) throws BrokerException {
    String api = answer.header("Broker-Api");
    if (api == null || !api.matches("[0-9]{1,6}")) {
      throw new BrokerException(Kind.BAD_ANSWER, "what answers on the control socket is not a brokerd",
          "end the program that holds the socket and start brokerd");
    }
    int spoken = Integer.parseInt(api);
    if (spoken != API) {
      throw new BrokerException(Kind.VERSION,
          "brokerd speaks version " + spoken + " of the control API, this command version " + API,
          spoken < API ? "update brokerd and start it again" : "update the broker command");
    }
    if (!answer.isSuccess()) {
      throw Wire.refusal(answer);
    }
    return answer;
  }

  private static String path(String profile, String verb) {
    return "/v1/profiles/" + Wire.encode(profile) + '/' + verb;
  }

  /**
   * Only variables that are AWS's own: whoever could answer in the daemon's place must not be able to set, say,
   * {@code LD_PRELOAD} in a person's shell.
   */
  private static Map<String, String> variables(JsonObject answer) throws BrokerException {
    var variables = new LinkedHashMap<String, String>();
    for (var one : JsonObject.required(answer.object("environment"), "environment").allTexts().entrySet()) {
      boolean sane = one.getKey().matches("AWS_[A-Z0-9_]{1,100}")
          && one.getValue().chars().noneMatch(Character::isISOControl);
      if (!sane) {
        throw new BrokerException(Kind.BAD_ANSWER,
            "the daemon names a variable that is not AWS's, or is garbled",
            "end the program that holds the socket and start brokerd");
      }
      variables.put(one.getKey(), one.getValue());
    }
    return variables;
  }
}
