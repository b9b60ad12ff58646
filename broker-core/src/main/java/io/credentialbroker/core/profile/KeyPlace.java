package io.credentialbroker.core.profile;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place of a key, with the text to write there.
 *
 * @param file the file; empty for a variable
 * @param line where the key stands now, counted from 1; 0 where it has to be added or the line is not known
 * @param header of the section that takes it, empty where only the line is known; the variable's name for a variable
 */
public record KeyPlace(Form form, String file, int line, String header, String key) {

  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern NUMBER_OR_SWITCH = Pattern.compile("[0-9]{1,9}|true|false");

  /** How the place is written. */
  public enum Form {
    /** The shared config and credentials files. */
    SHARED,
    /** {@code broker.toml}. */
    TOML,
    /** A variable of the daemon's environment. */
    VARIABLE
  }

  /** Where it is, in a few words. */
  public String words() {
    return line > 0 ? file + ':' + line : form == Form.VARIABLE ? "the environment of brokerd" : file;
  }

  /**
   * What to write, ready to paste: header, key and value.
   *
   * @param meaning what belongs there; goes into a comment
   */
  public String block(String value, @Nullable String meaning) {
    String comment = meaning == null ? "" : "# " + meaning + '\n';
    return switch (form) {
      case SHARED -> opening() + comment + key + " = " + value;
      case TOML -> opening() + comment + key + " = "
          + (NUMBER_OR_SWITCH.matcher(value).matches() ? value : quoted(value));
      case VARIABLE -> comment + header + '=' + value;
    };
  }

  private String opening() {
    return header.isEmpty() ? "" : header + '\n';
  }

  static String tomlKey(String name) {
    return BARE.matcher(name).matches() ? name : quoted(name);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
