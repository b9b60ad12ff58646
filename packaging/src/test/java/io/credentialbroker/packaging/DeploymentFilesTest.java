package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests and compose files: of the right shape, and of one mind with the Dockerfile. */
class DeploymentFilesTest {
  private static final Path KUBERNETES = Path.of("kubernetes");
  private static final Path COMPOSE = Path.of("compose");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final String dockerfile = read(Path.of("..", "Dockerfile"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(Path file) {
    try {
      return YAML.readTree(read(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonElement gson(JsonNode tree) {
    return JsonParser.parseString(tree.toString());
  }

  /** The one group of a pattern in the Dockerfile. */
  private String inDockerfile(String pattern) {
    var matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(dockerfile);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static JsonNode pod() {
    return yaml(KUBERNETES.resolve("deployment.yaml")).at("/spec/template/spec");
  }

  private static JsonNode sidecar() {
    return pod().at("/initContainers/0");
  }

  private static JsonNode app() {
    return pod().at("/containers/0");
  }

  private static Map<String, String> environment(JsonNode container) {
    var all = new HashMap<String, String>();
    container.path("env").forEach(one -> all.put(one.path("name").asText(), one.path("value").asText()));
    return all;
  }

  private static Map<String, String> mounts(JsonNode container) {
    var all = new HashMap<String, String>();
    container.path("volumeMounts")
        .forEach(one -> all.put(one.path("name").asText(), one.path("mountPath").asText()));
    return all;
  }

  @Test
  void kubernetes_eachObject_isOfItsSchema() throws Exception {
    V1Deployment.validateJsonElement(gson(yaml(KUBERNETES.resolve("deployment.yaml"))));
    V1NetworkPolicy.validateJsonElement(gson(yaml(KUBERNETES.resolve("networkpolicy.yaml"))));
    V1ServiceAccount.validateJsonElement(gson(yaml(KUBERNETES.resolve("serviceaccount.yaml"))));
  }

  @Test
  void kubernetes_misspelledKeyDeepInside_isFoundByThatCheck() throws Exception {
    String wrong = read(KUBERNETES.resolve("deployment.yaml")).replace("readinessProbe", "readynessProbe");
    assertThatThrownBy(() -> V1Deployment.validateJsonElement(gson(YAML.readTree(wrong))))
        .hasMessageContaining("readynessProbe");
  }

  @Test
  void kustomization_everyFile_isThereAndNoneIsForgotten() throws Exception {
    var kustomization = yaml(KUBERNETES.resolve("kustomization.yaml"));
    var named = new ArrayList<>(List.of("kustomization.yaml"));
    kustomization.path("resources").forEach(one -> named.add(one.asText()));
    kustomization.at("/configMapGenerator/0/files").forEach(one -> named.add(one.asText()));
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
    }
    assertThat(kustomization.at("/configMapGenerator/0/name").asText())
        .isEqualTo(pod().at("/volumes/1/configMap/name").asText());
    assertThat(kustomization.at("/images/0/name").asText()).isEqualTo(sidecar().path("image").asText());
  }

  @Test
  void sidecar_nativeOne_startsFirstAndStays() {
    assertThat(sidecar().path("restartPolicy").asText()).isEqualTo("Always");
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      var command = new ArrayList<String>();
      sidecar().at("/" + probe + "/exec/command").forEach(one -> command.add('"' + one.asText() + '"'));
      assertThat(dockerfile).as(probe).contains("CMD [" + String.join(", ", command) + "]");
    }
  }

  @Test
  void pod_user_isTheImagesForAllContainers() {
    String user = inDockerfile("^USER ([0-9]+):");
    for (String key : List.of("runAsUser", "runAsGroup", "fsGroup")) {
      assertThat(pod().at("/securityContext/" + key).asText()).as(key).isEqualTo(user);
    }
    for (JsonNode container : List.of(sidecar(), app())) {
      assertThat(container.at("/securityContext/runAsUser").isMissingNode()).isTrue();
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    }
  }

  @Test
  void pod_tokenFile_isWhereTheBrokerWritesItInMemory() {
    String runtime = environment(sidecar()).get("CREDENTIAL_BROKER_RUNTIME_DIR");
    assertThat(environment(app())).containsEntry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        runtime + "/token");
    String mount = mounts(sidecar()).get("broker");
    assertThat(mounts(app())).containsEntry("broker", mount);
    assertThat(runtime).startsWith(mount + "/");
    assertThat(environment(sidecar())).containsEntry("CREDENTIAL_BROKER_TRUSTED_PARENT", mount);
    assertThat(pod().at("/volumes/0/emptyDir/medium").asText()).isEqualTo("Memory");
  }

  @Test
  void pod_portAndProfileAndPaths_areThoseOfTheConfig() throws Exception {
    String uri = environment(app()).get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    String port = inDockerfile("^EXPOSE ([0-9]+)");
    assertThat(uri).isEqualTo("http://127.0.0.1:" + port + "/v1/credentials/app");
    assertThat(read(KUBERNETES.resolve("broker.toml"))).contains("\"127.0.0.1:" + port + "\"");
    String config = read(KUBERNETES.resolve("aws-config"));
    assertThat(config).contains("[profile app]");
    assertThat(inDockerfile("AWS_CONFIG_FILE=(\\S+)/aws-config")).isEqualTo(mounts(sidecar()).get("config"));
    assertThat(inDockerfile("XDG_CONFIG_HOME=(\\S+)") + "/credential-broker")
        .isEqualTo(mounts(sidecar()).get("config"));
    var token = pod().at("/volumes/2/projected/sources/0/serviceAccountToken");
    assertThat(config).contains(
        "web_identity_token_file = " + mounts(sidecar()).get("aws-token") + "/"
            + token.path("path").asText());
    assertThat(token.path("audience").asText()).isEqualTo("sts.amazonaws.com");
    assertThat(mounts(app())).doesNotContainKey("aws-token");
  }

  @Test
  void networkPolicy_pods_areThoseOfTheDeploymentAndNobodyComesIn() {
    var policy = yaml(KUBERNETES.resolve("networkpolicy.yaml"));
    assertThat(policy.at("/spec/podSelector/matchLabels"))
        .isEqualTo(yaml(KUBERNETES.resolve("deployment.yaml")).at("/spec/template/metadata/labels"));
    assertThat(policy.at("/spec/ingress")).isEmpty();
    assertThat(policy.at("/spec/policyTypes").toString()).contains("Ingress", "Egress");
  }

  static List<String> composeFiles() {
    return List.of("shared-network.yaml", "bridge.yaml");
  }

  @ParameterizedTest
  @MethodSource("composeFiles")
  void compose_brokerAndApp_agreeWithTheImage(String file) {
    var services = yaml(COMPOSE.resolve(file)).path("services");
    String user = inDockerfile("^USER (\\S+)$");
    String runtime = inDockerfile("CREDENTIAL_BROKER_RUNTIME_DIR=(\\S+)");
    var broker = services.path("broker");
    var app = services.path("app");

    assertThat(app.path("user").asText()).isEqualTo(user);
    assertThat(broker.path("read_only").asBoolean()).isTrue();
    assertThat(broker.at("/cap_drop/0").asText()).isEqualTo("ALL");
    assertThat(broker.at("/volumes/0").asText()).isEqualTo("runtime:" + runtime);
    String[] mounted = app.at("/volumes/0").asText().split(":");
    assertThat(app.path("volumes")).hasSize(1);
    assertThat(mounted).as("who may open the sockets of another's broker needs no token")
        .startsWith(file.equals("bridge.yaml") ? "tokens" : "runtime").endsWith("ro");
    assertThat(app.at("/environment/AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").asText())
        .startsWith(mounted[1] + "/");
    assertThat(app.at("/depends_on/broker/condition").asText()).isEqualTo("service_healthy");
    assertThat(yaml(COMPOSE.resolve(file)).path("volumes")).isNotEmpty().allSatisfy(volume -> {
      var options = volume.path("driver_opts");
      assertThat(options.path("type").asText()).isEqualTo("tmpfs");
      assertThat(options.path("o").asText())
          .contains("uid=" + user.replaceAll(":.*", ""), "gid=" + user.replaceAll(".*:", ""), "mode=0700");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = { "shared-network.yaml", "bridge.yaml"})
  void compose_uri_isWhereTheBrokerIs(String file) {
    var compose = yaml(COMPOSE.resolve(file));
    String uri = compose.at("/services/app/environment/AWS_CONTAINER_CREDENTIALS_FULL_URI").asText();
    String port = inDockerfile("^EXPOSE ([0-9]+)");
    if (file.equals("bridge.yaml")) {
      String address = compose.at("/services/broker/networks/credentials/ipv4_address").asText();
      assertThat(uri).startsWith("http://" + address + ":" + port + "/v1/credentials/");
      assertThat(read(COMPOSE.resolve(file))).contains("[\"" + address + ":" + port + "\"]");
      assertThat(compose.at("/networks/credentials/internal").asBoolean()).isTrue();
    } else {
      assertThat(uri).startsWith("http://127.0.0.1:" + port + "/v1/credentials/");
      assertThat(compose.at("/services/app/network_mode").asText()).isEqualTo("service:broker");
    }
  }

  @Test
  void yaml_everyFile_isOneDocumentWithoutDoubledKeys() throws Exception {
    var strict = YAMLMapper.builder()
        .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    for (Path folder : List.of(KUBERNETES, COMPOSE)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
          assertThat(strict.readTree(read(file)).isObject()).as(file.toString()).isTrue();
        }
      }
    }
  }
}
