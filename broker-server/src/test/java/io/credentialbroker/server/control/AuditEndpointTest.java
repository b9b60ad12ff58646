package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.audit.AuditFacts;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditEndpointTest {
  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void audit_thatIsWritten_tellsWhereAndHowMuch() {
    control.audit = new AuditFacts(Path.of("/s/audit.jsonl"), 12, 0, null);
    assertThat(control.ask("GET", "/v1/audit").text())
        .isEqualTo("{\"file\":\"/s/audit.jsonl\",\"written\":12,\"lost\":0}");
  }

  @Test
  void audit_thatCannotBeWritten_tellsWhy() {
    control.audit = new AuditFacts(Path.of("/s/audit.jsonl"), 12, 3, "No room.");
    assertThat(control.ask("GET", "/v1/audit").json().get("problem").asText()).isEqualTo("No room.");
  }

  @Test
  void audit_switchedOff_isAnEmptyObject() {
    assertThat(control.ask("GET", "/v1/audit").text()).isEqualTo("{}");
  }
}
