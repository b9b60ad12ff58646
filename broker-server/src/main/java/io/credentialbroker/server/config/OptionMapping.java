package io.credentialbroker.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.profile.RoleOptionsOverlay;
import io.credentialbroker.core.profile.RoleOptionsOverlay.SamlProvider;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.server.config.BrokerConfig.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the tables {@code [profile.NAME]} and {@code [role.NAME]} to options and roles. */
final class OptionMapping {
  /** STS takes 2048 characters; this keeps a wrong path from filling the memory. */
  private static final int LARGEST_POLICY = 64 * 1024;

  private final Opening opening;
  private final Consumer<ProfileProblem> problems;
  private final Map<ProfileName, RoleOptionsOverlay> overlays = new HashMap<>();
  private final Map<ProfileName, Map<String, String>> roles = new HashMap<>();
  private final List<Path> policyFiles = new ArrayList<>();
  private final Map<ProfileName, Map<String, Integer>> lines = new HashMap<>();
  private final KeyLines keyLines;

  OptionMapping(Opening opening, Consumer<ProfileProblem> problems, KeyLines keyLines) {
    this.opening = opening;
    this.problems = problems;
    this.keyLines = keyLines;
  }

  /** Makes a table of a node. */
  @FunctionalInterface
  interface Opening {
    Table open(String section, String path, JsonNode node);
  }

  Options map(@Nullable JsonNode profiles, @Nullable JsonNode definitions) {
    each("profile", OptionKeys.SECTION, profiles, (name, table) -> overlays.put(name, overlay(name, table)));
    each("role", RoleKeys.SECTION, definitions, this::role);
    return new Options(overlays, roles, policyFiles, lines);
  }

  private void role(ProfileName name, Table table) {
    if (overlays.containsKey(name)) {
      table.problem("There is a table [profile." + name + "] too.",
          "Put its options into [role." + name + "], which takes them all.");
    }
    var keys = new LinkedHashMap<String, String>();
    take(RoleKeys.ALL, table, keys);
    roles.put(name, keys);
    var options = overlay(name, table);
    if (!options.equals(RoleOptionsOverlay.NOTHING)) {
      overlays.put(name, options);
    }
  }

  private static void take(List<Key<@Nullable String>> wanted, Table table, Map<String, String> into) {
    for (var key : wanted) {
      String value = table.get(key);
      if (value != null) {
        into.put(key.name(), value);
      }
    }
  }

  private RoleOptionsOverlay overlay(ProfileName name, Table table) {
    Integer seconds = table.get(OptionKeys.DURATION);
    var assertion = table.get(OptionKeys.SAML_ASSERTION);
    String provider = table.get(OptionKeys.SAML_PROVIDER);
    if (provider != null && assertion == null) {
      table.problem(OptionKeys.SAML_PROVIDER.name(), "A SAML provider alone gives no credentials.",
          "Add saml_assertion; it takes " + OptionKeys.SAML_ASSERTION.kind().words() + ".");
    }
    var keys = new LinkedHashMap<String, String>();
    take(OptionKeys.ENDPOINT, table, keys);
    return new RoleOptionsOverlay(table.get(OptionKeys.SESSION_NAME),
        seconds == null ? null : Duration.ofSeconds(seconds), table.get(OptionKeys.EXTERNAL_ID),
        table.get(OptionKeys.MFA_SERIAL), table.get(OptionKeys.MFA_MODE),
        table.get(OptionKeys.SOURCE_IDENTITY),
        table.get(OptionKeys.TAGS), table.get(OptionKeys.TRANSITIVE_TAGS),
        new SessionPolicy(policy(name, table), table.get(OptionKeys.POLICY_ARNS)),
        table.get(OptionKeys.REGION),
        table.get(OptionKeys.SECOND_REGION), table.get(OptionKeys.WEB_IDENTITY),
        assertion == null ? null : new SamlProvider(assertion, provider),
        table.get(OptionKeys.FEDERATED_USER), keys);
  }

  private @Nullable String policy(ProfileName name, Table table) {
    String text = table.get(OptionKeys.POLICY);
    Path file = table.get(OptionKeys.POLICY_FILE);
    if (file == null) {
      return text;
    }
    if (text != null) {
      table.problem(OptionKeys.POLICY_FILE.name(), "Both policy and policy_file are there.",
          "Remove one of them.");
    }
    policyFiles.add(file);
    try (var in = Files.newInputStream(file)) {
      return OptionKinds.policy(new String(in.readNBytes(LARGEST_POLICY), StandardCharsets.UTF_8)).strip();
    } catch (Kind.Mismatch e) {
      unusable(name, file, "cannot be used: " + e.getMessage(), "Write one policy document into it.");
    } catch (IOException e) {
      unusable(name, file, "cannot be read (" + e.getClass().getSimpleName() + ")",
          "Create it, and let the user of brokerd read it.");
    }
    return null;
  }

  /** The problem names the policy's own file, so that a change of that file is what is waited for. */
  private void unusable(ProfileName name, Path file, String what, String remedy) {
    problems.accept(new ProfileProblem(file.toString(), name.value(), OptionKeys.POLICY_FILE.name(),
        "The policy file " + what + ".", remedy));
  }

  private void each(String kind, String section, @Nullable JsonNode node, Each each) {
    if (node == null) {
      return;
    }
    if (!node.isObject()) {
      opening.open(section, kind, node);
      return;
    }
    for (Map.Entry<String, JsonNode> one : node.properties()) {
      var table = opening.open(section, kind + '.' + one.getKey(), one.getValue());
      if (ProfileName.fits(one.getKey())) {
        var name = new ProfileName(one.getKey());
        lines.put(name, keyLines.under(kind + '.' + name));
        each.take(name, table);
      } else {
        table.problem("That is no name of a profile.", "A name has 1 to 256 characters.");
      }
    }
  }

  private interface Each {
    void take(ProfileName name, Table table);
  }
}
