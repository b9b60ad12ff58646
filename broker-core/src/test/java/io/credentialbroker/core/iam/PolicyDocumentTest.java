package io.credentialbroker.core.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static ObjectNode statement() {
    return JsonNodeFactory.instance.objectNode().put("Effect", "Allow").put("Action", "sts:AssumeRole");
  }

  @Test
  void pretty_document_isIndentedByTwo() {
    assertThat(PolicyDocument.of(List.of(statement())).pretty()).isEqualTo("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "sts:AssumeRole"
            }
          ]
        }""");
  }

  @Test
  void size_document_leavesOutWhiteSpaceBetweenTokens() {
    PolicyDocument document = PolicyDocument.of(List.of(statement().put("Sid", "😀")));

    assertThat(document.size()).isEqualTo(document.compact().length() - 1);
    assertThat(document.compact()).doesNotContain("\n").startsWith("{\"Version\":\"2012-10-17\",");
  }

  @Test
  void json_changedByTheCaller_leavesTheDocumentAlone() {
    ObjectNode statement = statement();
    PolicyDocument document = PolicyDocument.of(List.of(statement));
    statement.put("Effect", "Deny");
    document.json().removeAll();

    assertThat(document).isEqualTo(PolicyDocument.of(List.of(statement())))
        .hasSameHashCodeAs(PolicyDocument.of(List.of(statement()))).hasToString(document.compact())
        .isNotEqualTo(PolicyDocument.of(List.of(statement)));
  }
}
