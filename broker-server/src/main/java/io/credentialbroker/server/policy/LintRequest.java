package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.lint.LintReport;
import io.credentialbroker.core.iam.lint.PolicyKind;
import io.credentialbroker.core.iam.lint.PolicyLinter;
import io.credentialbroker.core.iam.lint.ReportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** One file to be judged: {@code file} ({@code -} for standard input), {@code format}, {@code kind}. */
final class LintRequest {
  private final ToolArguments given;
  private final InputStream input;

  LintRequest(ToolArguments given, InputStream input) {
    this.given = given;
    this.input = input;
  }

  /** Prints the report; answers 0, 1 for errors, or 2 when it is not JSON. */
  int print(PrintWriter out) throws Unusable {
    String file = given.one("file", "-");
    var format = word(ReportFormat.class, "format", "text");
    byte[] bytes = file.equals("-") ? standardInput() : contents(file);
    LintReport report = given.has("kind")
        ? PolicyLinter.lint(bytes, word(PolicyKind.class, "kind", ""))
        : PolicyLinter.lint(bytes);
    out.print(format.write(file, report));
    return report.exitCode();
  }

  private <E extends Enum<E>> E word(Class<E> kind, String name, String absent) {
    return Enum.valueOf(kind, given.one(name, absent).toUpperCase(Locale.ROOT));
  }

  private byte[] standardInput() throws Unusable {
    try {
      return upToTheLimit(input);
    } catch (IOException e) {
      throw new Unusable("standard input cannot be read",
          "give the policy's file, or write it to standard input");
    }
  }

  private static byte[] contents(String file) throws Unusable {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new Unusable("'" + file + "' is a directory", "name one file in it");
      }
      try (InputStream contents = Files.newInputStream(path)) {
        return upToTheLimit(contents);
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new Unusable("there is no file '" + file + "'", "look at its spelling; '-' is standard input");
    } catch (AccessDeniedException e) {
      throw new Unusable("'" + file + "' may not be read", "look at its permissions");
    } catch (IOException e) {
      throw new Unusable("'" + file + "' cannot be read", "look whether the disk and the file are in order");
    }
  }

  /** One byte more than is looked at, so that a device without end does no harm and what is too long is seen. */
  private static byte[] upToTheLimit(InputStream from) throws IOException {
    return from.readNBytes(PolicyLinter.LARGEST_INPUT + 1);
  }
}
