package io.credentialbroker.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit; docs/audit.md tells what each member means.
 *
 * @param json the line as it stands in the file
 * @param outcome {@code granted}, {@code denied}, {@code unavailable}, {@code refused}, {@code closed} or
 *     {@code lost}
 * @param uid the user id of the process that asked; -1 where it is not known
 * @param pid its process id; 0 where it is not known
 * @param remaining the seconds that were left of the session; -1 where none was given
 * @param times how many decisions the line stands for
 * @param form {@code console} for a link that signs in to the console; null for credentials
 */
public record AuditRecord(String json, Instant time, String outcome, @Nullable String reason,
    @Nullable String client, long uid, long pid, @Nullable String executable, @Nullable String listener,
    @Nullable String profile, @Nullable String roleArn, @Nullable String accessKeyIdEnd, long remaining,
    @Nullable String from, long times, @Nullable String form) {

  /** Reads a line; empty for one that is no record, such as the half of one that a crash has left. */
  public static Optional<AuditRecord> read(String line) {
    try {
      var object = JsonObject.read(line.getBytes(StandardCharsets.UTF_8));
      return Optional.of(new AuditRecord(line, JsonObject.required(object.instant("time"), "time"),
          object.requiredText("outcome"), object.text("reason"), object.text("client"),
          object.number("uid", -1), object.number("pid", 0), object.text("executable"),
          object.text("listener"), object.text("profile"), object.text("roleArn"),
          object.text("accessKeyIdEnd"), object.number("remaining", -1), object.text("from"),
          object.number("times", 1), object.text("form")));
    } catch (BrokerException e) {
      return Optional.empty();
    }
  }
}
