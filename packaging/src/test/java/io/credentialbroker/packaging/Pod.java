package io.credentialbroker.packaging;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * What Kubernetes calls a pod: containers that share a network and a folder in memory, both of which live as long
 * as the pod and not as long as one of them. In it an offline AWS, the broker, and an application.
 */
final class Pod implements AutoCloseable {
  static final String SHARED = "/run/credential-broker";

  private final String volume = "broker-test-" + UUID.randomUUID();
  private final GenericContainer<?> holder;
  private final GenericContainer<?> sts;
  private final GenericContainer<?> app;
  private @Nullable GenericContainer<?> broker;

  Pod() throws Exception {
    Engine.broker();
    Engine.client().createVolumeCmd().withName(volume).withDriver("local")
        .withDriverOpts(
            Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=16m,uid=65532,gid=65532,mode=0700"))
        .exec();
    holder = Engine.container(Engine.debian(), this::mount).withCommand("sleep", "infinity");
    holder.start();
    sts = Engine.ofSandbox(this::join)
        .withCreateContainerCmdModifier(command -> command.withEntrypoint("java", "-cp",
            "/usr/lib/credential-broker/lib/*", "io.credentialbroker.sandbox.SandboxMain", "--home",
            SHARED + "/aws",
            "--port", "4566"));
    sts.start();
    app = Engine.container(Engine.debian(), this::join).withCommand("sleep", "infinity");
    app.start();
    try {
      Until.holds(() -> inApp("test -f " + SHARED + "/aws/credentials").getExitCode() == 0, sts::getLogs);
      inApp("mkdir -p " + SHARED + "/xdg/credential-broker");
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private void mount(HostConfig host) {
    host.withBinds(new Bind(volume, new Volume(SHARED)));
  }

  private void join(HostConfig host) {
    mount(host);
    host.withNetworkMode("container:" + holder.getContainerId());
  }

  /** Starts the broker with this broker.toml; returns when its own health check says that it is ready. */
  void startBroker(String toml, Consumer<HostConfig> limits) {
    startBroker(toml, limits, true);
  }

  /** The same without the image's health check, which is a second Java program in the same limit of memory. */
  void startBrokerUnchecked(String toml, Consumer<HostConfig> limits) {
    startBroker(toml, limits, false);
    Until.quietly(() -> status(SHARED + "/token").equals("200"), () -> broker().getLogs());
  }

  private void startBroker(String toml, Consumer<HostConfig> limits, boolean checked) {
    inApp("cat > " + SHARED + "/xdg/credential-broker/broker.toml <<'END'\n" + toml + "END");
    var started = Engine.ofBroker(host -> {
      join(host);
      limits.accept(host);
    }).withEnv("AWS_CONFIG_FILE", SHARED + "/aws/config")
        .withEnv("AWS_SHARED_CREDENTIALS_FILE", SHARED + "/aws/credentials")
        .withEnv("XDG_CONFIG_HOME", SHARED + "/xdg");
    if (checked) {
      started.waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofSeconds(120)));
    } else {
      started.withCreateContainerCmdModifier(
          command -> command.withHealthcheck(new HealthCheck().withTest(List.of("NONE"))));
    }
    broker = started;
    started.start();
  }

  GenericContainer<?> broker() {
    return Objects.requireNonNull(broker, "startBroker comes first");
  }

  /** What the engine knows about the broker's container. */
  InspectContainerResponse.ContainerState brokerState() {
    return Engine.client().inspectContainerCmd(broker().getContainerId()).exec().getState();
  }

  /** Ends the broker as a crash does, without a word. */
  void killBroker() {
    Engine.client().killContainerCmd(broker().getContainerId()).exec();
  }

  /** Starts the same container again, as the engine's restart policy does. */
  void restartBroker() {
    Engine.client().startContainerCmd(broker().getContainerId()).exec();
  }

  /** A script in the application's container, as the user whom all of this pod run as. */
  ExecResult inApp(String script) {
    return inApp(Engine.USER, script);
  }

  ExecResult inApp(String user, String script) {
    return Engine.run(app, user, "sh", "-c", script);
  }

  /** The status that the application gets with the token that is in this file; 000 for no answer at all. */
  String status(String tokenFile) {
    return inApp(fetch(tokenFile)).getStdout();
  }

  /** A shell's line that prints the status of one fetch. */
  static String fetch(String tokenFile) {
    return "curl -s -m 20 -o /tmp/answer -w '%{http_code}' -H \"Authorization: $(cat " + tokenFile
        + ")\" http://127.0.0.1:9780/v1/credentials/demo";
  }

  /** The address by which the pod is reached from outside. */
  String address() {
    var networks = Engine.client().inspectContainerCmd(holder.getContainerId()).exec().getNetworkSettings()
        .getNetworks();
    return Objects.requireNonNull(networks.values().iterator().next().getIpAddress());
  }

  @Override
  public void close() {
    for (GenericContainer<?> one : new GenericContainer<?>[]{ broker, app, sts, holder}) {
      if (one != null) {
        one.stop();
      }
    }
    Engine.client().removeVolumeCmd(volume).exec();
  }
}
