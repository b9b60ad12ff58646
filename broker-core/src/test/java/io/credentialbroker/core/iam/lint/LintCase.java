package io.credentialbroker.core.iam.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One case of the {@code .cases} files: {@code === title}, the expected findings, the policy.
 *
 * @param expected {@code rule pointer} each, in the order of the file
 */
record LintCase(String file, String title, List<String> expected, String policy) {

  private static final List<String> FILES = List.of("github.cases", "providers.cases", "principals.cases",
      "language.cases", "identity.cases", "examples.cases");

  static Stream<LintCase> all() {
    return FILES.stream().flatMap(LintCase::of);
  }

  private static Stream<LintCase> of(String file) {
    var cases = new ArrayList<LintCase>();
    for (String block : text(file).split("(?m)^=== ")) {
      if (!block.startsWith("#") && !block.isBlank()) {
        cases.add(parse(file, block));
      }
    }
    return cases.stream();
  }

  private static LintCase parse(String file, String block) {
    List<String> head = block.substring(0, block.indexOf("\n{")).lines().toList();
    List<String> expected = head.stream().skip(1).filter(line -> !line.equals("clean")).toList();
    if (head.size() < 2) {
      throw new IllegalStateException(file + ", " + head.getFirst() + ": no expectation, not even 'clean'");
    }
    return new LintCase(file, head.getFirst(), expected, block.substring(block.indexOf("\n{") + 1));
  }

  private static String text(String file) {
    try (InputStream in = Objects.requireNonNull(LintCase.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LintReport lint() {
    return PolicyLinter.lint(policy.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return file + ": " + title;
  }
}
