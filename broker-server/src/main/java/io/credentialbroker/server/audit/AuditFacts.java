package io.credentialbroker.server.audit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the audit stands.
 *
 * @param file the file that is written to
 * @param written lines since the start
 * @param lost decisions since the start that are in no line, because there was no room for them
 * @param problem why nothing can be written at present; null when it can
 */
public record AuditFacts(Path file, long written, long lost, @Nullable String problem) {}
