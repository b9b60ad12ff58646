package io.credentialbroker.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.TokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of values that options of profiles and roles take. STS's own limits are checked with the profile. */
final class OptionKinds {
  private static final String GITHUB_AUDIENCE = "sts.amazonaws.com";

  static final Kind<@Nullable String> TEXT = Kinds.kind("text", (node, _) -> some(node));

  static final Kind<@Nullable String> SWITCH = Kinds.kind("true or false", (node, _) -> {
    if (!node.isBoolean()) {
      throw new Kind.Mismatch(Kinds.isNot(node));
    }
    return node.asText();
  });

  static final Kind<@Nullable String> FILE = Kinds.kind(Kinds.PATH.words(),
      (node, places) -> String.valueOf(Kinds.PATH.read(node, places)));

  static final Kind<@Nullable Integer> SECONDS = Kinds.kind(Kinds.count(900, 129_600).words(),
      (node, places) -> Kinds.count(900, 129_600).read(node, places));

  static final Kind<MfaDevice.Mode> MFA_MODE = Kinds.kind("\"session\" or \"role\"",
      (node, _) -> switch (Kinds.text(node)) {
        case "session" -> MfaDevice.Mode.SESSION;
        case "role" -> MfaDevice.Mode.ROLE;
        default -> throw new Kind.Mismatch("'" + Kinds.text(node) + "' is neither");
      });

  static final Kind<List<String>> TEXTS = Kinds.kind("a list of texts",
      (node, _) -> Kinds.each(node, text -> text));

  static final Kind<List<SessionTag>> TAGS = Kinds.kind("a table of texts, such as { team = \"x\" }",
      (node, _) -> {
        var tags = new ArrayList<SessionTag>();
        for (Map.Entry<String, JsonNode> tag : fields(node)) {
          tags.add(new SessionTag(tag.getKey(), Kinds.text(tag.getValue())));
        }
        return List.copyOf(tags);
      });

  static final Kind<@Nullable String> POLICY = Kinds.kind("text that is a JSON object",
      (node, _) -> policy(Kinds.text(node)));

  static final Kind<@Nullable TokenSource> WEB_IDENTITY = Kinds.kind("one of { file = \"PATH\" }, "
      + "{ command = \"CMD\" }, { github_actions = \"AUDIENCE\" }, { hcp_terraform = \"TAG\" }; true stands for "
      + "the usual audience, and for no tag", (node, places) -> {
        var only = only(node);
        return switch (only.getKey()) {
          case "github_actions" -> new TokenSource.GitHubActions(
              isTrue(only.getValue()) ? GITHUB_AUDIENCE : some(only.getValue()));
          case "hcp_terraform" -> new TokenSource.HcpTerraform(
              isTrue(only.getValue()) ? null : some(only.getValue()));
          default -> local(only, places);
        };
      });

  static final Kind<TokenSource.@Nullable Local> ASSERTION = Kinds.kind(
      "one of { file = \"PATH\" }, { command = \"CMD\" }", (node, places) -> local(only(node), places));

  private OptionKinds() {}

  /** A whole number, as the shared config would have it. */
  static Kind<@Nullable String> number(int least, int most) {
    var count = Kinds.count(least, most);
    return Kinds.kind(count.words(), (node, places) -> String.valueOf(count.read(node, places)));
  }

  /** The text itself when it is a JSON object: what STS would refuse later as a malformed policy is told now. */
  static String policy(String text) throws Kind.Mismatch {
    try {
      if (Json.read(text).isObject()) {
        return text;
      }
    } catch (JsonProcessingException _) {
      // The same answer; the parser's own words would quote the policy.
    }
    throw new Kind.Mismatch("it is not a JSON object");
  }

  private static TokenSource.Local local(Map.Entry<String, JsonNode> source, Kind.Places places)
      throws Kind.Mismatch {
    return switch (source.getKey()) {
      case "file" -> new TokenSource.File(places.resolve(some(source.getValue())));
      case "command" -> new TokenSource.Command(some(source.getValue()));
      default -> throw new Kind.Mismatch("'" + source.getKey() + "' is no source of tokens");
    };
  }

  private static boolean isTrue(JsonNode node) {
    return node.isBoolean() && node.booleanValue();
  }

  private static String some(JsonNode node) throws Kind.Mismatch {
    String text = Kinds.text(node);
    if (text.isBlank()) {
      throw new Kind.Mismatch("it is empty");
    }
    return text;
  }

  private static Map.Entry<String, JsonNode> only(JsonNode node) throws Kind.Mismatch {
    var fields = fields(node);
    if (fields.size() != 1) {
      throw new Kind.Mismatch("it names " + fields.size() + " sources");
    }
    return fields.getFirst();
  }

  private static List<Map.Entry<String, JsonNode>> fields(JsonNode node) throws Kind.Mismatch {
    if (!node.isObject()) {
      throw new Kind.Mismatch(Kinds.isNot(node));
    }
    return List.copyOf(node.properties());
  }
}
