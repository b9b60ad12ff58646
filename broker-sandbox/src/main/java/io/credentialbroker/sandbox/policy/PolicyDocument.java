package io.credentialbroker.sandbox.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** A policy document, parsed. Immutable. */
public final class PolicyDocument {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<Statement> statements;

  private PolicyDocument(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /**
   * Parses a trust policy, each statement of which names principals and no resource.
   *
   * @throws MalformedPolicyException when IAM would refuse it
   */
  public static PolicyDocument trust(String json) {
    PolicyDocument document = parse(json);
    for (Statement statement : document.statements) {
      if (!statement.namesPrincipal()) {
        throw new MalformedPolicyException("Missing required field Principal");
      }
      if (statement.namesResource()) {
        throw new MalformedPolicyException("Has prohibited field Resource");
      }
    }
    return document;
  }

  /**
   * Parses the policy of an identity, or a session policy: each statement names resources and no principal.
   *
   * @throws MalformedPolicyException when IAM would refuse it
   */
  public static PolicyDocument identity(String json) {
    PolicyDocument document = parse(json);
    for (Statement statement : document.statements) {
      if (statement.namesPrincipal()) {
        throw new MalformedPolicyException("Policy document should not specify a principal.");
      }
      if (!statement.namesResource()) {
        throw new MalformedPolicyException("Policy statement must contain resources.");
      }
    }
    return document;
  }

  /** What an identity's policy says; {@code resource} is an ARN. */
  public Verdict about(String action, String resource, Facts facts) {
    Verdict verdict = Verdict.SILENT;
    for (Statement statement : statements) {
      verdict = verdict.and(statement.about(null, action, resource, facts));
    }
    return verdict;
  }

  /** What a trust policy says of somebody. */
  public Verdict about(Bearer bearer, String action, Facts facts) {
    Verdict verdict = Verdict.SILENT;
    for (Statement statement : statements) {
      verdict = verdict.and(statement.about(bearer, action, "", facts));
    }
    return verdict;
  }

  private static PolicyDocument parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedPolicyException("This policy contains invalid Json");
    }
    if (!root.isObject()) {
      throw new MalformedPolicyException("This policy contains invalid Json");
    }
    String version = root.path("Version").asText("2008-10-17");
    if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
      throw new MalformedPolicyException("The policy must contain a valid version string");
    }
    JsonNode node = root.path("Statement");
    var statements = new ArrayList<Statement>();
    if (node.isArray()) {
      node.forEach(one -> statements.add(new Statement(one)));
    } else {
      statements.add(new Statement(node));
    }
    if (statements.isEmpty()) {
      throw new MalformedPolicyException("Syntax errors in policy: there is no statement");
    }
    return new PolicyDocument(statements);
  }
}
