package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker policy lint}: says what is wrong with a policy. It needs no daemon and no AWS config. */
@Command(name = "lint", description = {
    "Judges a trust policy, or the policy of somebody who assumes roles: what IAM refuses, and what lets in more than"
        + " was meant.",
    "The rules are listed in docs/policies.md. It needs neither a daemon nor an AWS config."}, exitCodeList = {
        "0:clean, or warnings only", "1:errors",
        "2:the file cannot be read, or is not JSON; wrong usage"}, footerHeading = "%nExamples:%n", footer = {
            "  broker policy lint trust.json", "  broker policy trust deploy | broker policy lint -",
            "  broker policy lint --format sarif trust.json > trust.sarif"})
public final class PolicyLintCommand extends Subcommand {
  @Parameters(paramLabel = "FILE", description = "The policy, as JSON; '-' is standard input.")
  private Path file = Path.of("-");

  @Option(names = "--format", paramLabel = "FORMAT", description = "How the findings are written: ${COMPLETION-CANDIDATES}; text by default.")
  private Format format = Format.TEXT;

  @Option(names = "--kind", paramLabel = "KIND", description = "What the policy is for: ${COMPLETION-CANDIDATES}. By default: trust, where it names principals.")
  private @Nullable Kind kind;

  PolicyLintCommand(Surroundings here) {
    super(here);
  }

  /** How findings are written. */
  public enum Format {
    TEXT, JSON, SARIF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a policy is for. */
  public enum Kind {
    TRUST, IDENTITY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws Exception {
    var words = new ArrayList<String>(List.of("lint", "file=" + file, "format=" + format));
    if (kind != null) {
      words.add("kind=" + kind);
    }
    return PolicyLibrary.find().run(here, words);
  }
}
