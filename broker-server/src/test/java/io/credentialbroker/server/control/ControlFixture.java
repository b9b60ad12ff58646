package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.doctor.Diagnosis;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.mfa.CodesDue;
import io.credentialbroker.core.mfa.MfaCommands;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.mfa.OneTimeCodes;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.KeyPlaces;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.profile.ProfileSettings;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionNaming;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.SharedFiles;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.source.Commands;
import io.credentialbroker.core.sts.CallerIdentity;
import io.credentialbroker.core.sts.Identities;
import io.credentialbroker.server.audit.AuditFacts;
import io.credentialbroker.server.callers.CallerCount;
import io.credentialbroker.server.tokens.NamedTokens;
import io.credentialbroker.server.transport.StateFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole control pipeline on an embedded channel, over a real broker and real tokens. */
final class ControlFixture {
  static final String SERIAL = "arn:aws:iam::123456789012:mfa/alice";
  static final ProfileName DEPLOY = new ProfileName("deploy");
  static final ProfileName ODD = new ProfileName("größe /1*~");
  static final KeyPlaces PLACES = new KeyPlaces(new SharedFiles(Path.of("/c"), Path.of("/cr")),
      ProfileSettings.defaults(new SessionNaming(SessionNaming.DEFAULT_TEMPLATE, "alice", "box")));
  static final ProfileProblem BROKEN = new ProfileProblem("/c", "old", "role_arn", "No such thing.",
      "Mend it.");

  static final ProfileProblem SILENT = new ProfileProblem("/c", "default", null, "No credentials.",
      "Add some.");

  final FakeSessions sessions = new FakeSessions();
  final ManualTime time = ManualTime.start();
  final ClientTokens tokens = new ClientTokens(new SecureRandom(), time);
  final List<ProfileProblem> problems = new ArrayList<>();
  final Map<ProfileName, List<CallerCount>> callers = new HashMap<>();
  final Map<String, Explanation> explanations = new HashMap<>();
  final ExecTokens exec;
  final NamedTokens named;
  final List<Boolean> kept = new ArrayList<>();
  final Broker broker;
  final SessionKey deployKey;
  final OneTimeCodes codes;
  final MfaDevices mfa;
  /** Nobody answers there: what is asked of it fails, and what is refused before does not get there. */
  final ConsoleLinks console = new ConsoleLinks(
      new HttpCalls(Runnable::run, new EnvironmentProxies(Map.of(), null), time),
      URI.create("http://127.0.0.1:9/federation"));
  CompletableFuture<CallerIdentity> identity = new CompletableFuture<>();
  BiFunction<ProfileName, ProfileCatalog.Servable, CompletableFuture<Diagnosis>> examinations = (profile,
      servable) -> CompletableFuture
          .completedFuture(new Diagnosis(profile, List.of(), List.of(), null, null));
  @Nullable
  ClockSkew skew;

  final List<String> signIns = new ArrayList<>();
  int reloads;
  int retries;
  @Nullable
  URI endpoint = URI.create("http://127.0.0.1:9780");

  @Nullable
  URI sandbox;

  @Nullable
  AuditFacts audit;

  ControlFixture(Path folder) throws IOException {
    exec = new ExecTokens(tokens, Set.of(), () -> Pace.UNLIMITED, folder.resolve("exec"),
        (file, token) -> Files.writeString(file, token.reveal()));
    named = new NamedTokens(tokens, new StateFile(folder.resolve("state/tokens.json"), uidOf(folder)), time,
        Set.of(), () -> Pace.UNLIMITED, "build"::equals, Runnable::run);
    named.load();
    broker = new Broker(sessions, recipe -> Stream.<Recipe>iterate(recipe, Objects::nonNull, Recipe::base)
        .map(step -> new SessionPlan(SessionKey.of(step), step.label(), _ -> new CompletableFuture<>(), "",
            false))
        .toList(), time);
    var keys = new Recipe.StaticKeys("AKIAEXAMPLE", Secret.of("canary-key"), null, null);
    broker.adopt(new ProfileCatalog(Map.of(
        DEPLOY, new ProfileCatalog.Servable(keys, false, List.of("a note"), "eu-central-1", null, null,
            new StsEndpoint("eu-central-1", null, false, false)),
        ODD, new ProfileCatalog.Servable(new Recipe.Environment(), false, List.of()),
        new ProfileName("old"), new ProfileCatalog.Broken(BROKEN),
        new ProfileName("kept"),
        new ProfileCatalog.Servable(new Recipe.ContainerEndpoint(), false, List.of(), null, BROKEN),
        new ProfileName("default"), new ProfileCatalog.WithoutCredentials(SILENT)), List.of()));
    deployKey = SessionKey.of(keys);
    codes = new OneTimeCodes(time, MfaCommands.NONE,
        new Commands(Map.of(), folder, Runnable::run, time, OneTimeCodes.COMMAND_LIMIT),
        OneTimeCodes.PATIENCE, _ -> {},
        new CodesDue(time, time, _ -> Optional.of(List.of()), SessionListener.NONE));
    mfa = new MfaDevices(broker::catalog, sessions, _ -> retries++, codes, time);
  }

  static int uidOf(Path file) throws IOException {
    return (Integer) Objects.requireNonNull(Files.getAttribute(file, "unix:uid"));
  }

  /** Serves two roles behind one device, besides {@code old}, which is broken; answers the key of their codes. */
  SessionKey serveMfa() {
    var endpoint = new StsEndpoint("eu-central-1", null, false, false);
    var token = new Recipe.SessionToken(new Recipe.Environment(),
        new MfaDevice(SERIAL, MfaDevice.Mode.SESSION), Duration.ofHours(12), endpoint);
    var options = new AssumeRoleOptions("alice", Duration.ofHours(1), null, null, null, List.of(), List.of(),
        SessionPolicy.NONE);
    broker.adopt(new ProfileCatalog(Map.of(
        DEPLOY, new ProfileCatalog.Servable(new Recipe.Environment(), false, List.of()),
        new ProfileName("one"), new ProfileCatalog.Servable(
            new Recipe.AssumeRole(token, "arn:aws:iam::123456789012:role/one", options, endpoint), false,
            List.of()),
        new ProfileName("two"), new ProfileCatalog.Servable(
            new Recipe.AssumeRole(token, "arn:aws:iam::123456789012:role/two", options, endpoint), false,
            List.of()),
        new ProfileName("old"), new ProfileCatalog.Broken(BROKEN)), List.of()));
    return SessionKey.of(token);
  }

  EmbeddedChannel connect() {
    return new EmbeddedChannel(new ControlPipeline(ChannelInboundHandlerAdapter::new, pages(), null));
  }

  List<Pages> pages() {
    var facts = new DaemonFacts("0.1.0", 4711, Instant.parse("2026-01-01T00:00:00.9Z"), sandbox,
        List.of(new DaemonFacts.Listener("tcp", "127.0.0.1:9780"),
            new DaemonFacts.Listener("tcp", "127.0.0.2:41234", true)),
        endpoint, Path.of("/run/token"));
    var identities = new Identities((_, _) -> identity, time, time);
    return List.of(new StatusPage(broker, sessions, time, facts, () -> problems, identities, () -> skew,
        () -> callers),
        new ProfilePages(broker, sessions, identities,
            profile -> Objects.requireNonNull(explanations.get(profile.value())), examinations,
            Runnable::run),
        new EnvironmentPages(broker, facts, exec, Runnable::run),
        new ConsolePages(broker, console, (_, _, profile, outcome) -> signIns.add(profile + " " + outcome),
            "c.sock"),
        new MfaPages(mfa, time),
        new TokenPages(named, Runnable::run),
        new LockPages(broker.lock(), () -> kept.add(broker.lock().isLocked()), time, Runnable::run),
        new ReloadPage(broker, this::reload, Runnable::run),
        new AuditPage(() -> audit));
  }

  private List<ProfileProblem> reload() {
    reloads++;
    return problems;
  }

  Reply ask(String method, String path) {
    return ask(connect(), method, path);
  }

  Reply ask(EmbeddedChannel channel, String method, String path) {
    return send(channel, method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  Reply send(EmbeddedChannel channel, String raw) {
    channel.writeInbound(Unpooled.copiedBuffer(raw, StandardCharsets.UTF_8));
    channel.runPendingTasks();
    return reply(channel);
  }

  static Reply reply(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(StandardCharsets.UTF_8));
      part.release();
    }
    var reply = Reply.of(text.toString());
    if (reply.status() >= 400) {
      isAnError(reply.json());
    }
    return reply;
  }

  /** What every error keeps to, whoever asked for what: keys in their order, and a message that ends with the remedy. */
  private static void isAnError(JsonNode body) {
    var keys = new ArrayList<>(List.of("code", "message", "Code", "Message"));
    if (body.has("remedy")) {
      keys.add("remedy");
      assertThat(body.get("remedy").textValue()).isNotBlank();
      assertThat(body.get("message").textValue()).endsWith(' ' + body.get("remedy").textValue());
    }
    assertThat(body.fieldNames()).toIterable().containsExactlyElementsOf(keys);
    assertThat(body.get("Code")).isEqualTo(body.get("code"));
    assertThat(body.get("Message")).isEqualTo(body.get("message"));
  }

  /** One answer as it went over the wire; status 0 for none. */
  record Reply(int status, String head, String text) {
    static Reply of(String raw) {
      int end = raw.indexOf("\r\n\r\n");
      return end < 0
          ? new Reply(0, "", raw)
          : new Reply(Integer.parseInt(raw.substring(9, 12)), raw.substring(0, end), raw.substring(end + 4));
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
