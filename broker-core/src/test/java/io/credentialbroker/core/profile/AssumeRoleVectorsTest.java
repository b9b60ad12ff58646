package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** How profiles resolve, by the cases published with the AWS SDK for Rust. */
@EnabledIfEnvironmentVariable(named = Vectors.FOLDER, matches = ".+", disabledReason = "it does not name the folder of the published test cases")
class AssumeRoleVectorsTest {
  private static final String DEFAULT_NAME = SharedFilesFixture.NAMING.nameFor("any");

  /** The published error's telling words, and the profile and key that our problem must name for it. */
  private static final Map<String, String> PROBLEMS = Map.ofEntries(
      Map.entry("profile must contain `source_profile`", "A role_arn"),
      Map.entry("profile contained both source_profile and credential_source", "A credential_source"),
      Map.entry("profile missing aws_secret_access_key", "B aws_secret_access_key"),
      Map.entry("profile missing aws_access_key_id", "B aws_access_key_id"),
      Map.entry("profile `B` did not contain credential information", "B null"),
      Map.entry("profile `A` did not contain credential information", "A null"),
      Map.entry("could not find source profile B referenced from A", "A source_profile"),
      Map.entry("No profiles were defined", "A null"),
      Map.entry("profile formed an infinite loop", "A source_profile"),
      Map.entry("`role_arn` was missing", "A role_arn"),
      Map.entry("if `sso_role_name` is set, then `sso_account_id` must also be set", "A sso_account_id"),
      Map.entry("if `sso_account_id` is set, then `sso_role_name` must also be set", "A sso_role_name"),
      Map.entry("`sso_region` can only be specified in the [sso-session] config when a session name is given",
          "A sso_region"),
      Map.entry("sso-session named `oops` (referenced by profile `A`) was not found", "A sso_session"));

  /** Its answer is a provider of bearer tokens, of which no credentials can be made: docs/profiles.md. */
  private static final String BEARER_TOKEN_ONLY = "SSO token profile selected";

  @TempDir
  Path home;

  @TestFactory
  Stream<DynamicTest> resolving_publishedCase_asPublished() {
    return Vectors.of("smithy-rs/assume-role-tests.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.get("docs").asText(), () -> assertCase(one)));
  }

  private void assertCase(JsonNode one) {
    var files = new SharedFilesFixture(home).config(asConfigFile(one.get("input")));
    var selected = new ProfileName(one.at("/input/selected_profile").asText());
    JsonNode output = one.get("output");
    Explanation explained = files.reader().explain(selected);
    if (one.get("docs").asText().equals(BEARER_TOKEN_ONLY)) {
      assertThat(files.problem("A").key()).isEqualTo("sso_account_id");
    } else if (output.has("Error")) {
      ProfileProblem problem = explained.problem();
      assertThat(problem).isNotNull();
      assertThat(problem.profile() + " " + problem.key())
          .isEqualTo(PROBLEMS.get(output.get("Error").asText()));
      assertThat(problem.remedy()).isNotBlank();
    } else {
      ArrayNode chain = new ObjectMapper().createArrayNode();
      describe(files.recipe(selected.value()), chain);
      assertThat(chain).isEqualTo(output.get("ProfileChain"));
    }
  }

  private static void describe(Recipe recipe, ArrayNode into) {
    if (recipe.base() != null) {
      describe(recipe.base(), into);
    }
    ObjectNode step = into.addObject();
    switch (recipe) {
      case Recipe.StaticKeys keys -> {
        ObjectNode node = step.putObject("AccessKey").put("access_key_id", keys.accessKeyId())
            .put("secret_access_key", keys.secretAccessKey().reveal());
        putIfPresent(node, "account_id", keys.accountId());
      }
      case Recipe.InstanceMetadata _ -> step.put("NamedSource", "Ec2InstanceMetadata");
      case Recipe.AssumeRole role -> {
        ObjectNode node = step.putObject("AssumeRole").put("role_arn", role.roleArn());
        putIfPresent(node, "external_id", role.options().externalId());
        putIfChosen(node, role.options().sessionName());
      }
      case Recipe.WebIdentity role -> {
        ObjectNode node = step.putObject("WebIdentityToken").put("role_arn", role.roleArn())
            .put("web_identity_token_file", ((TokenSource.File) role.token()).path().toString());
        putIfChosen(node, role.sessionName());
      }
      case Recipe.Sso sso -> step.putObject("Sso").put("sso_account_id", sso.accountId())
          .put("sso_region", sso.region()).put("sso_role_name", sso.roleName())
          .put("sso_start_url", sso.startUrl());
      case Recipe.Environment _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Saml _,Recipe.Login _,Recipe.SessionToken _,Recipe.FederationToken _ ->
        throw new AssertionError("no published case has " + recipe.label());
    }
  }

  private static void putIfChosen(ObjectNode node, String sessionName) {
    if (!sessionName.equals(DEFAULT_NAME)) {
      node.put("role_session_name", sessionName);
    }
  }

  private static void putIfPresent(ObjectNode node, String key,
      @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static String asConfigFile(JsonNode input) {
    var text = new StringBuilder();
    input.get("profiles").properties().forEach(profile -> append(text, "profile", profile));
    input.path("sso_sessions").properties().forEach(session -> append(text, "sso-session", session));
    return text.toString();
  }

  private static void append(StringBuilder text, String kind, Entry<String, JsonNode> section) {
    text.append('[').append(kind).append(' ').append(section.getKey()).append("]\n");
    section.getValue().properties().forEach(property -> text.append(property.getKey()).append(" = ")
        .append(property.getValue().asText()).append('\n'));
  }
}
