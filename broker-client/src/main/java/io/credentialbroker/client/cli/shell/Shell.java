package io.credentialbroker.client.cli.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How variables are written down for each reader, quoted so that no value can be anything but a value. */
public enum Shell {
  /** POSIX: also what bash and zsh take. */
  SH,
  BASH,
  ZSH,
  FISH,
  PWSH,
  JSON,
  DOTENV,
  /** Files that describe containers. */
  COMPOSE,
  DEVCONTAINER;

  /**
   * The text that unsets some variables and sets others.
   *
   * @param unset names of {@code [A-Z0-9_]}; written only for those readers that can unset
   * @param set values by name, without control characters
   */
  public String render(Collection<String> unset, Map<String, String> set) {
    return switch (this) {
      case SH, BASH, ZSH -> command("unset ", unset)
          + lines(set, (name, value) -> "export " + name + '=' + posix(value));
      case FISH -> fishUnset(unset) + lines(set, (name, value) -> "set -gx " + name + ' ' + fish(value));
      case PWSH -> unset.stream()
          .map(name -> "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue\n")
          .collect(Collectors.joining())
          + lines(set, (name, value) -> "$Env:" + name + " = " + powershell(value));
      case JSON -> json(set) + '\n';
      case DOTENV -> lines(set, (name, value) -> name + '=' + dotenv(value));
      case COMPOSE -> ContainerFragment.compose(set);
      case DEVCONTAINER -> ContainerFragment.devcontainer(set);
    };
  }

  /** Whether the text can take a variable away. */
  public boolean unsets() {
    return switch (this) {
      case SH, BASH, ZSH, FISH, PWSH -> true;
      case JSON, DOTENV, COMPOSE, DEVCONTAINER -> false;
    };
  }

  /** How a person uses the text; empty for those formats that are read by programs. */
  public String use(String profile) {
    String command = "broker env " + posixIfNeeded(profile);
    return switch (this) {
      case SH, BASH, ZSH -> "eval \"$(" + command + ")\"";
      case FISH -> command + " --shell fish | source";
      case PWSH -> command + " --shell pwsh | Out-String | Invoke-Expression";
      case JSON, DOTENV, COMPOSE, DEVCONTAINER -> "";
    };
  }

  /** Lower case, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Single quotes take everything literally but themselves. */
  public static String posix(String value) {
    return '\'' + value.replace("'", "'\\''") + '\'';
  }

  /** A word as a person would type it: quotes only where the shell needs them. */
  public static String posixIfNeeded(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : posix(word);
  }

  private static String fish(String value) {
    return '\'' + value.replace("\\", "\\\\").replace("'", "\\'") + '\'';
  }

  /**
   * For the session only. A universal variable is in a file of the person's and counts in every shell to come, so it is
   * named and left as it is: fish passes it on whatever stands before it, except an empty one, which tools take for one.
   */
  private static String fishUnset(Collection<String> names) {
    return names.isEmpty()
        ? ""
        : command("set -eg ", names) + "set -Uxn | string match -r '^(?:" + String.join("|", names)
            + ")$' | while read -l name; echo \"note: $name is a universal variable and still counts,"
            + " perhaps before the broker; 'set -eU $name' erases it for good\" >&2; end\n";
  }

  /** PowerShell takes typographic single quotes for quotes as well, and doubles any of them. */
  private static String powershell(String value) {
    return '\'' + value.replaceAll("(['\u2018\u2019\u201a\u201b])", "$1$1") + '\'';
  }

  /** Bare where every dialect agrees on bare; the dialects differ in what they do inside double quotes. */
  private static String dotenv(String value) {
    if (value.matches("[A-Za-z0-9_@%+=:,./-]*")) {
      return value;
    }
    return value.contains("'")
        ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"'
        : '\'' + value + '\'';
  }

  private static String json(Map<String, String> set) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      for (var one : set.entrySet()) {
        json.writeStringField(one.getKey(), one.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.toString();
  }

  private static String command(String word, Collection<String> names) {
    return names.isEmpty() ? "" : word + String.join(" ", names) + '\n';
  }

  private static String lines(Map<String, String> set, Line line) {
    return set.entrySet().stream().map(one -> line.of(one.getKey(), one.getValue()) + '\n')
        .collect(Collectors.joining());
  }

  private interface Line {
    String of(String name, String value);
  }
}
