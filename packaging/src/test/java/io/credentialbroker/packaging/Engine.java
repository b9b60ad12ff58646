package io.credentialbroker.packaging;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The container engine of this machine, and the images that the tests need: .ci/engine makes them. */
final class Engine {
  /** The user that the image runs as, as Kubernetes and compose files name it too. */
  static final String USER = "65532";

  private Engine() {}

  /** The image under test. Skips, or fails where skipping is forbidden, when there is none. */
  static String broker() {
    return named("BROKER_IMAGE", "the broker's image");
  }

  /** The broker with an offline AWS, of which the pods under test have the latter. */
  static String sandbox() {
    return named("BROKER_SANDBOX_IMAGE", "the image with the sandbox");
  }

  /** A Debian with curl, and systemd to start as the first process: for clients, and for the package. */
  static String debian() {
    return named("BROKER_TEST_DEBIAN", "a Debian image with curl and systemd");
  }

  private static String named(String variable, String what) {
    String name = System.getenv(variable);
    if (name == null || name.isEmpty()) {
      throw absent(what + " (" + variable + " names it; .ci/engine makes it)");
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw absent("a container engine");
    }
    return name;
  }

  /** Engines have a switch of their own: a machine may have every other tool and be no place for containers. */
  private static RuntimeException absent(String what) {
    if ("1".equals(System.getenv("BROKER_REQUIRE_ENGINE"))) {
      throw new AssertionError(what + " is not here, and BROKER_REQUIRE_ENGINE=1 forbids skipping");
    }
    return new TestAbortedException(what + " is not here");
  }

  /** One command in a container, as this user. */
  static ExecResult run(GenericContainer<?> container, String user, String... command) {
    try {
      return container.execInContainer(ExecConfig.builder().user(user).command(command).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static DockerClient client() {
    return DockerClientFactory.lazyClient();
  }

  /** A container of the image under test with as few rights as it is meant to have. */
  static GenericContainer<?> ofBroker(Consumer<HostConfig> host) {
    return restricted(broker(), host);
  }

  /** The same of the image with the sandbox. */
  static GenericContainer<?> ofSandbox(Consumer<HostConfig> host) {
    return restricted(sandbox(), host);
  }

  private static GenericContainer<?> restricted(String image, Consumer<HostConfig> host) {
    return container(image, config -> {
      config.withReadonlyRootfs(true).withCapDrop(Capability.ALL)
          .withSecurityOpts(List.of("no-new-privileges"));
      host.accept(config);
    });
  }

  static GenericContainer<?> container(String image, Consumer<HostConfig> host) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withImagePullPolicy(_ -> false)
        .withCreateContainerCmdModifier(command -> host.accept(command.getHostConfig()));
  }

  /**
   * What a container needs in which systemd is the first process: its own part of the tree of control groups, the
   * right to mount, which is what the hardening of units is made of, and the rights that a unit may be given.
   */
  static GenericContainer<?> withSystemd() {
    Path ofSystemd = Path.of("/sys/fs/cgroup/systemd");
    String groups = Files.isDirectory(ofSystemd) ? ofSystemd.toString() : "/sys/fs/cgroup";
    return container(debian(), config -> config
        .withCapAdd(Capability.SYS_ADMIN, Capability.SYS_PTRACE, Capability.DAC_READ_SEARCH)
        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
        .withCgroupnsMode("host")
        .withBinds(Bind.parse(groups + ":" + groups + ":rw"))
        .withTmpFs(Map.of("/run", "", "/tmp", "")))
        .withCommand("/sbin/init");
  }
}
