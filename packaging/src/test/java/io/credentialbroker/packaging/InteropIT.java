package io.credentialbroker.packaging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credentialbroker.packaging.InteropClient.Outcome;
import io.credentialbroker.packaging.InteropMatrix.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every client that can be installed, unmodified, in a process of its own, through the packaged daemon, with its
 * signed calls going to services that are not ours. {@code docs/interop.md} says what holds for which; with
 * {@code BROKER_INTEROP_WRITE=1} it is written anew from what was seen.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropIT {
  private static final String APP = "arn:aws:sts::111122223333:assumed-role/app/app-session";
  /** The sessions of the profile "short" live twenty seconds. */
  private static final Duration LONG_RUN = Duration.ofSeconds(32);
  private static final Duration BEFORE_ROTATION = Duration.ofSeconds(12);

  private final InteropMatrix matrix = new InteropMatrix();
  private final Map<InteropKind, CompletableFuture<List<String>>> longRuns = new EnumMap<>(InteropKind.class);
  /** Held while the token changes, so that no client asks between the new file and its being read. */
  private final ReentrantReadWriteLock rotation = new ReentrantReadWriteLock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean rotated;
  private Path folder;
  private Path tokenFile;
  private Moto moto;
  private Distribution distribution;
  private Service brokerd;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Tools.need("aws");
    moto = Moto.start(folder);
    distribution = new Distribution(folder);
    tokenFile = folder.resolve("client.token");
    writeToken("a".repeat(43));
    Path process = Files.copy(InteropKind.resource("short_lived.sh"), folder.resolve("short_lived"));
    Files.setPosixFilePermissions(process, PosixFilePermissions.fromString("rwx------"));
    distribution.settings("""
        [listen]
        tcp = ["127.0.0.1:0"]
        [[imds]]
        listen = "127.0.0.1:0"
        profile = "app"
        [[client]]
        name = "interop"
        token_file = "%s"
        profiles = ["short"]
        """.formatted(tokenFile));
    distribution.awsConfig("""
        [profile base]
        region = eu-central-1
        [profile app]
        role_arn = arn:aws:iam::111122223333:role/app
        source_profile = base
        role_session_name = app-session
        duration_seconds = 900
        region = eu-central-1
        endpoint_url = %s
        [profile short]
        credential_process = %s
        region = eu-central-1
        """.formatted(moto.endpoint(), process));
    distribution.awsCredentials("""
        [base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
        """);
    brokerd = distribution.brokerd();
    aws("s3api", "create-bucket", "--bucket", "interop-bucket", "--create-bucket-configuration",
        "LocationConstraint=eu-central-1");
    aws("dynamodb", "create-table", "--table-name", "interop-table", "--attribute-definitions",
        "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH", "--billing-mode",
        "PAY_PER_REQUEST");
    beginLongRuns();
  }

  @AfterAll
  void stop() throws Exception {
    threads.shutdownNow();
    if (brokerd != null) {
      brokerd.close();
    }
    if (moto != null) {
      moto.close();
    }
    if ("1".equals(System.getenv("BROKER_INTEROP_WRITE"))) {
      matrix.write();
    }
  }

  @ParameterizedTest
  @EnumSource
  void client_everyWay_isAsTheDocumentSays(InteropKind kind) throws Exception {
    kind.need(folder);
    matrix.version(kind, kind.version(folder));
    var log = new ArrayList<String>();
    if (kind.container()) {
      matrix.put(kind, Claim.TOKEN, calls(kind, withTokenItself(variables("app")), "sts", APP, log));
      matrix.put(kind, Claim.TOKEN_FILE, calls(kind, variables("app"), "sts", APP, log));
    }
    matrix.put(kind, Claim.S3, calls(kind, fitting(kind, "app"), "s3", "interop-bucket", log));
    matrix.put(kind, Claim.DYNAMODB, calls(kind, fitting(kind, "app"), "dynamodb", "interop-table", log));
    if (kind.metadata) {
      matrix.put(kind, Claim.METADATA, calls(kind, metadataVariables(kind), "sts", APP, log));
    }
    matrix.put(kind, Claim.MESSAGE, showsMessage(kind));
    log.addAll(Objects.requireNonNull(longRuns.get(kind)).get(5, TimeUnit.MINUTES));
    if (!"1".equals(System.getenv("BROKER_INTEROP_WRITE"))) {
      matrix.check(kind, String.join("\n", log));
    }
  }

  private boolean calls(InteropKind kind, Map<String, String> variables, String service, String expected,
      List<String> log) {
    try (var client = kind.open(variables, folder, "app")) {
      Outcome outcome = client.call(service);
      log.add(kind + " " + service + ' ' + outcome);
      return outcome.ok() && outcome.text().equals(expected);
    }
  }

  private boolean showsMessage(InteropKind kind) throws IOException {
    var variables = fitting(kind, "app");
    variables.computeIfPresent("AWS_CONTAINER_CREDENTIALS_FULL_URI",
        (_, uri) -> uri.replace("/app", "/nobody"));
    try (var client = kind.open(variables, folder, "nobody")) {
      Outcome outcome = client.call("sts");
      matrix.message(kind, outcome.text());
      return !outcome.ok() && outcome.text().contains("There is no profile 'nobody'");
    }
  }

  /** All clients at once make calls for longer than a session lives, and in between their token changes. */
  private void beginLongRuns() {
    var begun = new CountDownLatch(InteropKind.values().length);
    for (InteropKind kind : InteropKind.values()) {
      longRuns.put(kind, CompletableFuture.supplyAsync(() -> longRun(kind, begun), threads));
    }
    threads.execute(() -> {
      try {
        begun.await();
        TimeUnit.SECONDS.sleep(BEFORE_ROTATION.toSeconds());
        rotation.writeLock().lock();
        try {
          writeToken("b".repeat(43));
          distribution.broker("reload").succeeded();
          rotated = true;
        } finally {
          rotation.writeLock().unlock();
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private List<String> longRun(InteropKind kind, CountDownLatch begun) {
    var log = new ArrayList<String>();
    boolean well = true;
    var keys = new ArrayList<String>();
    boolean newKeyAfterRotation = false;
    InteropClient client = null;
    try {
      kind.need(folder);
      var variables = fitting(kind, "short");
      variables.computeIfPresent("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", (_, _) -> tokenFile.toString());
      client = kind.open(variables, folder, "short");
      client.call("sts"); // it has started, and loaded what it needs
      begun.countDown();
      begun.await();
      long end = System.nanoTime() + LONG_RUN.toNanos();
      int before = 0;
      while (System.nanoTime() < end) {
        rotation.readLock().lock();
        try {
          Outcome outcome = client.call("sts");
          log.add(kind + " long run " + outcome + (rotated ? " after the rotation" : ""));
          well &= outcome.ok();
          if (outcome.ok() && !keys.contains(outcome.key())) {
            keys.add(outcome.key());
          }
          before = rotated ? before : keys.size();
          newKeyAfterRotation |= rotated && outcome.ok() && (outcome.key().isEmpty() || keys.size() > before);
        } finally {
          rotation.readLock().unlock();
        }
        TimeUnit.SECONDS.sleep(2);
      }
    } catch (Throwable e) { // an absent tool too: the client's own test says so
      log.add(kind + " long run: " + e);
      well = false;
    } finally {
      begun.countDown();
      if (client != null) {
        client.close();
      }
    }
    if (kind.tokenFile(folder)) {
      matrix.put(kind, Claim.ROTATION, newKeyAfterRotation && well);
    }
    matrix.put(kind, Claim.EXPIRY, well && (keys.equals(List.of("")) || keys.size() >= 3));
    return log;
  }

  private void aws(String... arguments) throws IOException {
    var line = new ArrayList<>(List.of("aws", "--endpoint-url", moto.endpoint().toString()));
    line.addAll(List.of(arguments));
    Run.of(variables("app"), folder, line).succeeded();
  }

  private void writeToken(String token) throws IOException {
    Path fresh = folder.resolve("client.token.new");
    Files.writeString(fresh, token);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, tokenFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What {@code broker env} gives, in a home that holds no AWS configuration. */
  private Map<String, String> variables(String profile) throws IOException {
    var variables = new HashMap<String, String>();
    var json = new JsonMapper().readTree(distribution.broker("env", profile, "--shell", "json").succeeded());
    json.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    variables.put("HOME", Files.createDirectories(folder.resolve("empty")).toString());
    variables.put("CREDENTIAL_BROKER_RUNTIME_DIR", distribution.runtimeDirectory().toString());
    variables.put("AWS_ENDPOINT_URL", moto.endpoint().toString());
    return variables;
  }

  /** The same in the form that this client knows. */
  private Map<String, String> fitting(InteropKind kind, String profile) throws IOException {
    return kind.tokenFile(folder) ? variables(profile) : withTokenItself(variables(profile));
  }

  private static Map<String, String> withTokenItself(Map<String, String> variables) throws IOException {
    String file = variables.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", Files.readString(Path.of(file)));
    return variables;
  }

  /** An AWS CLI that is too old for token files wants a slash at the end, which the SDK for Java does not take. */
  private Map<String, String> metadataVariables(InteropKind kind) throws IOException {
    var variables = variables("app");
    variables.keySet().removeIf(name -> name.startsWith("AWS_CONTAINER"));
    for (var listener : new JsonMapper().readTree(distribution.broker("status", "--json").succeeded())
        .get("listeners")) {
      if (listener.get("kind").asText().equals("imds")) {
        variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "http://" + listener.get("address").asText() + (kind.tokenFile(folder) ? "" : "/"));
      }
    }
    return variables;
  }
}
