package io.credentialbroker.sandbox.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code Principal} or {@code NotPrincipal} of a statement. */
final class PrincipalElement {
  private static final Set<String> KINDS = Set.of("AWS", "Federated", "Service", "CanonicalUser");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ACCOUNT_ROOT = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):root");

  private final Map<String, List<String>> named = new HashMap<>();
  private final boolean inverted;

  PrincipalElement(JsonNode node, boolean inverted) {
    this.inverted = inverted;
    if (node.isTextual() && node.asText().equals("*")) {
      named.put("AWS", List.of("*"));
      return;
    }
    if (!node.isObject() || node.isEmpty()) {
      throw new MalformedPolicyException("Invalid principal in policy");
    }
    for (var field : node.properties()) {
      if (!KINDS.contains(field.getKey())) {
        throw new MalformedPolicyException("Invalid principal in policy: \"" + field.getKey() + "\"");
      }
      named.put(field.getKey(), new ArrayList<>(Texts.of(field.getValue(), "Principal")));
    }
  }

  /** ALLOWED where the caller is named, ALLOWED_TO_ACCOUNT where only its account is, SILENT otherwise. */
  Verdict match(Bearer bearer) {
    Verdict match = switch (bearer) {
      case Bearer.Aws aws -> matchAws(aws);
      case Bearer.Federated federated -> contains("Federated", federated.provider());
      case Bearer.Service service -> contains("Service", service.name());
    };
    if (!inverted) {
      return match;
    }
    return match == Verdict.SILENT ? Verdict.ALLOWED : Verdict.SILENT;
  }

  private Verdict matchAws(Bearer.Aws bearer) {
    Verdict best = Verdict.SILENT;
    for (String name : named.getOrDefault("AWS", List.of())) {
      if (name.equals("*") || bearer.arns().contains(name)) {
        return Verdict.ALLOWED;
      }
      var root = ACCOUNT_ROOT.matcher(name);
      boolean account = (ACCOUNT.matcher(name).matches() && name.equals(bearer.account()))
          || (root.matches() && bearer.account().equals(root.group(1)));
      best = account ? Verdict.ALLOWED_TO_ACCOUNT : best;
    }
    return best;
  }

  private Verdict contains(String kind, String name) {
    List<String> names = named.getOrDefault(kind, List.of());
    return names.contains(name) || names.contains("*") ? Verdict.ALLOWED : Verdict.SILENT;
  }
}
