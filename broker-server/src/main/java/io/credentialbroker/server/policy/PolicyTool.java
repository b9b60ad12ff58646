package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.lint.Printable;
import io.credentialbroker.core.iam.policy.UnfitException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Writes and judges IAM policies in the process of {@code broker policy}. It calls nobody, and reads nothing but
 * the file that is to be judged.
 *
 * <p>Arguments: {@code allow}, {@code trust} or {@code lint}, then {@code name=value} each; the names are those of
 * the options of {@code broker policy}, which the messages name too. Returns 0, 1 for a policy with errors, or 2
 * when the words make no policy or the file cannot be read.
 */
public final class PolicyTool implements ToolProvider {
  /** Under this name the command finds it. */
  static final String NAME = "credential-broker-policy";

  private static final int UNUSABLE = 2;

  private final InputStream input;

  /** Reads {@code -} from standard input. */
  public PolicyTool() {
    this(System.in);
  }

  PolicyTool(InputStream input) {
    this.input = input;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> description() {
    return Optional.of("writes and judges IAM policies for roles, offline");
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... words) {
    try {
      return run(List.of(words), out, err);
    } catch (Unusable e) {
      complain(e.getMessage(), e.hint(), err);
    } catch (IllegalArgumentException e) {
      complain(e.getMessage(),
          e instanceof UnfitException unfit ? unfit.remedy() : "'broker policy --help' shows what it takes",
          err);
    } finally {
      out.flush();
      err.flush();
    }
    return UNUSABLE;
  }

  private static void complain(@Nullable String message, String hint, PrintWriter err) {
    err.println("error: " + Printable.line(String.valueOf(message)));
    err.println("hint: " + Printable.line(hint));
  }

  private int run(List<String> words, PrintWriter out, PrintWriter err) throws Unusable {
    if (words.isEmpty()) {
      throw new Unusable("no policy was asked for", "'broker policy --help' shows what there is");
    }
    var given = ToolArguments.of(words.subList(1, words.size()));
    return switch (words.getFirst()) {
      case "allow" -> Written.print(AllowRequest.policy(given), out, err);
      case "trust" -> Written.print(TrustRequest.of(given).policy(), out, err);
      case "lint" -> new LintRequest(given, input).print(out);
      case String other -> throw new Unusable("there is no policy tool '" + other + "'",
          "the command and the library beside it are of different releases; unpack the distribution again");
    };
  }
}
