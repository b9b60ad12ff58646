package io.credentialbroker.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Does on the engine what a compose file of ours says, where the compose command may be absent. It knows the words
 * that these files use and stops at any other, so that nothing that stands there goes untested by being ignored.
 */
final class Compose implements AutoCloseable {
  private static final Set<String> SERVICE = Set.of("image", "build", "user", "network_mode", "networks",
      "volumes",
      "command", "environment", "read_only", "cap_drop", "security_opt", "mem_limit", "init", "healthcheck",
      "depends_on", "restart");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String project = "broker-test-" + UUID.randomUUID();
  private final JsonNode file;
  private final Map<String, String> images;
  private final Path config;
  private final Map<String, GenericContainer<?>> started = new LinkedHashMap<>();
  private final List<String> networks = new ArrayList<>();
  private final List<String> volumes = new ArrayList<>();

  /**
   * @param images what stands in for the image of each service
   * @param config the folder that is {@code ./config} to the file
   */
  Compose(Path file, Map<String, String> images, Path config) throws IOException {
    this.file = new YAMLMapper().readTree(Files.readString(file));
    this.images = images;
    this.config = config;
  }

  /** Starts a service after those that it depends on, each when it is as healthy as that asks for. */
  GenericContainer<?> start(String service) {
    var running = started.get(service);
    if (running != null) {
      return running;
    }
    JsonNode what = file.at("/services/" + service);
    what.fieldNames().forEachRemaining(word -> known(service, word));
    what.path("depends_on").fieldNames().forEachRemaining(this::start);
    var container = Engine.container(Objects.requireNonNull(images.get(service)), host -> limit(what, host));
    container.withCreateContainerCmdModifier(command -> {
      text(what, "user").ifPresent(command::withUser);
      String address = what.at("/networks/credentials/ipv4_address").asText();
      if (!address.isEmpty()) {
        command.withIpv4Address(address);
      }
      JsonNode health = what.path("healthcheck");
      if (!health.isMissingNode()) {
        command.withHealthcheck(new HealthCheck().withTest(words(health.path("test")))
            .withInterval(
                TimeUnit.SECONDS.toNanos(Long.parseLong(health.path("interval").asText().replace("s", "")))));
      }
    });
    container.withEnv(environment(what));
    if (what.has("command")) {
      container.withCommand(words(what.path("command")).toArray(String[]::new));
    } else if (service.equals("app")) {
      container.withCommand("sleep", "infinity");
    }
    if (file.path("services").findValues("depends_on").stream()
        .anyMatch(one -> one.at("/" + service + "/condition").asText().equals("service_healthy"))) {
      container.waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    }
    started.put(service, container);
    container.start();
    return container;
  }

  private static void known(String service, String word) {
    if (!SERVICE.contains(word)) {
      throw new AssertionError(service + " has '" + word + "', which no test would notice");
    }
  }

  private void limit(JsonNode what, HostConfig host) {
    var binds = new ArrayList<Bind>();
    words(what.path("volumes")).forEach(volume -> binds.add(Bind.parse(source(volume))));
    host.withBinds(binds).withReadonlyRootfs(what.path("read_only").asBoolean())
        .withInit(what.path("init").asBoolean())
        .withCapDrop(
            words(what.path("cap_drop")).stream().map(Capability::valueOf).toArray(Capability[]::new))
        .withSecurityOpts(words(what.path("security_opt")).stream()
            .map(one -> one.replace("no-new-privileges:true", "no-new-privileges")).toList())
        .withNetworkMode(network(what));
    text(what, "mem_limit").ifPresent(limit -> host.withMemory(Long.parseLong(limit.replace("m", "")) << 20));
    text(what, "restart").ifPresent(policy -> host.withRestartPolicy(RestartPolicy.parse(policy)));
  }

  /** The first network that is named; the way out to AWS is no part of these tests, as AWS is none. */
  private String network(JsonNode what) {
    String mode = what.path("network_mode").asText();
    if (mode.startsWith("service:")) {
      return "container:" + start(mode.substring(8)).getContainerId();
    }
    if (!mode.isEmpty()) {
      return mode;
    }
    return what.has("networks") ? network(what.path("networks").fieldNames().next()) : "bridge";
  }

  private String network(String name) {
    String full = project + '-' + name;
    if (!networks.contains(full)) {
      JsonNode what = file.at("/networks/" + name);
      JsonNode range = what.at("/ipam/config/0");
      Engine.client().createNetworkCmd().withName(full).withInternal(what.path("internal").asBoolean())
          .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(range.path("subnet").asText())
              .withGateway(range.path("gateway").asText())))
          .exec();
      networks.add(full);
    }
    return full;
  }

  private String source(String volume) {
    if (volume.startsWith("./config:")) {
      return config + volume.substring("./config".length());
    }
    String name = volume.substring(0, volume.indexOf(':'));
    String full = project + '-' + name;
    if (!volumes.contains(full)) {
      JsonNode what = file.at("/volumes/" + name);
      var options = new HashMap<String, String>();
      what.path("driver_opts").properties()
          .forEach(one -> options.put(one.getKey(), one.getValue().asText()));
      Engine.client().createVolumeCmd().withName(full).withDriver(what.path("driver").asText())
          .withDriverOpts(options).exec();
      volumes.add(full);
    }
    return full + volume.substring(name.length());
  }

  private static Map<String, String> environment(JsonNode what) {
    var all = new HashMap<String, String>();
    what.path("environment").properties()
        .forEach(one -> all.put(one.getKey(), interpolated(one.getValue().asText())));
    return all;
  }

  /** As compose reads it where the variables are not set. */
  private static String interpolated(String text) {
    return VARIABLE.matcher(text).replaceAll("$2");
  }

  private static java.util.Optional<String> text(JsonNode what, String key) {
    return java.util.Optional.of(what.path(key).asText()).filter(text -> !text.isEmpty());
  }

  private static List<String> words(JsonNode list) {
    var words = new ArrayList<String>();
    list.forEach(one -> words.add(one.asText()));
    return words;
  }

  @Override
  public void close() {
    started.values().stream().toList().reversed().forEach(GenericContainer::stop);
    volumes.forEach(volume -> Engine.client().removeVolumeCmd(volume).exec());
    networks.forEach(network -> Engine.client().removeNetworkCmd(network).exec());
  }
}
