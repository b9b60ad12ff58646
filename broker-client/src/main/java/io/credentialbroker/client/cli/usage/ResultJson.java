package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.StatusReport.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json} of a command that does something: what became of it, as one object on one line. */
public final class ResultJson {
  @Option(names = "--json", description = "Prints the result as one JSON object: docs/cli.md.")
  private boolean wanted;

  public boolean wanted() {
    return wanted;
  }

  /** An object whose absent values have no key: text, numbers, instants, lists and objects by their names. */
  public static Map<String, Object> object(@Nullable Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        object.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return object;
  }

  public static Map<String, Object> problem(Problem problem) {
    return object("file", problem.file(), "profile", problem.profile(), "key", problem.key(), "message",
        problem.message(), "remedy", problem.remedy());
  }
}
