package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The image as a sidecar, on a real engine: another container of its pod is the client, unless a test says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerIT {
  private static final String USER_TOKEN = Pod.SHARED + "/token";
  private static final String CLIENT_TOKEN = Pod.SHARED + "/app.token";
  private static final String CLIENT = """
      [[client]]
      name = "app"
      token_file = "/run/credential-broker/app.token"
      profiles = ["demo"]
      """;
  /** What the compose files and the manifests allow. */
  private static final long MEMORY = 160L * 1024 * 1024;

  private Pod pod;

  @BeforeAll
  void start() throws Exception {
    pod = new Pod();
    writeClientToken("first-token-of-the-application");
    pod.startBroker(CLIENT, host -> host.withMemory(MEMORY).withMemorySwap(MEMORY));
  }

  @AfterAll
  void stop() {
    if (pod != null) {
      pod.close();
    }
  }

  /** As a whole, as every writer of a file must that another process reads. */
  private void writeClientToken(String token) {
    assertThat(
        pod.inApp("umask 077 && printf %s '" + token + "' > " + CLIENT_TOKEN + ".new && mv " + CLIENT_TOKEN
            + ".new " + CLIENT_TOKEN).getExitCode())
        .isZero();
  }

  @Test
  void fetch_fromAnotherContainerOfThePod_isServed() {
    Until.quietly(() -> pod.status(USER_TOKEN).equals("200"), () -> pod.broker().getLogs());
    assertThat(pod.inApp("cat /tmp/answer").getStdout()).contains("\"AccessKeyId\":\"ASIA", "\"Expiration\"");
    assertThat(pod.status(CLIENT_TOKEN)).isEqualTo("200");
  }

  @Test
  void fetch_wrongTokenOrNone_isRefused() {
    assertThat(pod.inApp("printf wrong-token-of-nobody > /tmp/wrong; " + Pod.fetch("/tmp/wrong")).getStdout())
        .isEqualTo("401");
    assertThat(pod.inApp(": > /tmp/none; " + Pod.fetch("/tmp/none")).getStdout()).isEqualTo("401");
    assertThat(pod.inApp("cat /tmp/answer").getStdout()).doesNotContain("AccessKeyId");
  }

  @Test
  void fetch_anotherUserInThePodWithTheRightToken_getsNotAByte() {
    String token = pod.inApp("cat " + USER_TOKEN).getStdout();
    var outcome = pod.inApp("65534", "curl -s -m 20 -H 'Authorization: " + token
        + "' http://127.0.0.1:9780/v1/credentials/demo");
    assertThat(outcome.getStdout()).isEmpty();
    assertThat(outcome.getExitCode()).isNotZero();
  }

  @Test
  void fetch_containerThatIsNotInThePod_findsNothing() {
    String token = pod.inApp("cat " + USER_TOKEN).getStdout();
    try (var stranger = Engine.container(Engine.debian(), _ -> {}).withCommand("sleep", "infinity")) {
      stranger.start();
      for (String address : new String[]{ "127.0.0.1", pod.address()}) {
        var outcome = Engine.run(stranger, Engine.USER, "curl", "-s", "-m", "3", "-H",
            "Authorization: " + token, "http://" + address + ":9780/v1/credentials/demo");
        assertThat(outcome.getExitCode()).as(address).isNotZero();
        assertThat(outcome.getStdout()).as(address).isEmpty();
      }
    }
  }

  @Test
  void clientToken_rotatedInItsFile_isTheOnlyOneThatIsGood() {
    String old = pod.inApp("cat " + CLIENT_TOKEN + " | tee /tmp/old").getStdout();
    assertThat(old).isNotEmpty();
    writeClientToken("rotated-token-of-the-application-" + System.nanoTime());
    Until.quietly(() -> pod.status(CLIENT_TOKEN).equals("200"), () -> pod.broker().getLogs());
    Until.quietly(() -> pod.status("/tmp/old").equals("401"), () -> pod.broker().getLogs());
  }

  @Test
  void sidecar_killedAndStartedAgain_servesWithoutTheApplicationBeingTouched() {
    pod.killBroker();
    assertThat(pod.status(USER_TOKEN)).isEqualTo("000");
    pod.restartBroker();
    Until.quietly(() -> pod.status(USER_TOKEN).equals("200"), () -> pod.broker().getLogs());
  }

  @Test
  void image_whatItSaysOfItself_isWhatItIs() {
    var image = Objects.requireNonNull(Engine.client().inspectImageCmd(Engine.broker()).exec().getConfig());
    assertThat(image.getUser()).isEqualTo(Engine.USER + ":" + Engine.USER);
    assertThat(image.getLabels())
        .containsAllEntriesOf(Map.of("org.opencontainers.image.title", "credential-broker",
            "org.opencontainers.image.licenses", "Apache-2.0"));
    // Another test may have started it again a moment ago.
    Until.quietly(() -> "healthy".equals(pod.brokerState().getHealth().getStatus()),
        () -> pod.broker().getLogs());
    var inspected = Engine.client().inspectContainerCmd(pod.broker().getContainerId()).exec();
    assertThat(inspected.getHostConfig().getReadonlyRootfs()).isTrue();
  }
}
