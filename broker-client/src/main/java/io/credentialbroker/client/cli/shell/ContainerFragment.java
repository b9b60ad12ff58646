package io.credentialbroker.client.cli.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fragments of files that describe containers. The container shares the host's network, because SDKs take plain HTTP
 * from loopback only, and runs as the same user, because the broker serves no other; the token comes in as a file of
 * its own and not as a variable, which every {@code docker inspect} shows.
 */
final class ContainerFragment {
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final String INSIDE = "/run/credential-broker/token";

  private ContainerFragment() {}

  /** For {@code compose.yaml}: what a service needs. */
  static String compose(Map<String, String> variables) {
    var text = new StringBuilder("""
        # For a service of compose.yaml. Linux hosts: the broker is reached on the host's own loopback.
        services:
          SERVICE:
            network_mode: host
        """);
    text.append("    user: ").append(quoted(user())).append("\n    environment:\n");
    inside(variables).forEach((name, value) -> text.append("      ").append(name).append(": ")
        // Compose has variables of its own, and two dollar signs for one.
        .append(quoted(value.replace("$", "$$"))).append('\n'));
    String token = variables.get(TOKEN_FILE);
    if (token != null) {
      text.append("    volumes:\n      - type: bind\n        source: ")
          .append(quoted(token.replace("$", "$$")))
          .append("\n        target: ").append(INSIDE).append("\n        read_only: true\n");
    }
    return text.toString();
  }

  /** For {@code devcontainer.json}, as an object to be merged into it. */
  static String devcontainer(Map<String, String> variables) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter(
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(indenter).withArrayIndenter(indenter);
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
      json.writeStartObject();
      json.writeArrayFieldStart("runArgs");
      json.writeString("--network=host");
      json.writeEndArray();
      json.writeObjectFieldStart("containerEnv");
      for (var one : inside(variables).entrySet()) {
        json.writeStringField(one.getKey(), one.getValue());
      }
      json.writeEndObject();
      String token = variables.get(TOKEN_FILE);
      if (token != null) {
        json.writeArrayFieldStart("mounts");
        json.writeString("source=" + token + ",target=" + INSIDE + ",type=bind,readonly");
        json.writeEndArray();
      }
      json.writeBooleanField("updateRemoteUserUID", true);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.append("\n").toString();
  }

  private static Map<String, String> inside(Map<String, String> variables) {
    var inside = new LinkedHashMap<>(variables);
    inside.computeIfPresent(TOKEN_FILE, (name, outside) -> INSIDE);
    return inside;
  }

  /** {@code UID:GID} of this process. */
  private static String user() {
    try {
      Path self = Path.of("/proc/self");
      return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    } catch (IOException | UnsupportedOperationException e) {
      return "UID:GID";
    }
  }

  /** A JSON string is a YAML string, whatever is in it. */
  private static String quoted(String value) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.toString();
  }
}
