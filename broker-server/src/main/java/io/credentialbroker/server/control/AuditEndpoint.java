package io.credentialbroker.server.control;

import io.credentialbroker.server.audit.AuditFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells where the audit is and how it stands. What is in it, its reader reads for himself. */
final class AuditEndpoint implements Endpoint {
  private final Supplier<@Nullable AuditFacts> audit;

  AuditEndpoint(Supplier<@Nullable AuditFacts> audit) {
    this.audit = audit;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var body = Answer.object();
    var facts = audit.get();
    if (facts != null) {
      body.put("file", facts.file().toString()).put("written", facts.written()).put("lost", facts.lost());
      if (facts.problem() != null) {
        body.put("problem", facts.problem());
      }
    }
    return CompletableFuture.completedFuture(Answer.ok(body));
  }
}
