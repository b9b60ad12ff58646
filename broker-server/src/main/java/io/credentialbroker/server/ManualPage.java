package io.credentialbroker.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The manual page {@code brokerd.8}, in the man macros that every formatter of manual pages reads. Run by the
 * build: {@code ManualPage FOLDER DATE}.
 */
public final class ManualPage {
  private static final Map<String, String> FILES = table(
      "~/.config/credential-broker/broker.toml",
      "The configuration; optional. Below $XDG_CONFIG_HOME where that is set.",
      "~/.aws/config, ~/.aws/credentials", "The profiles, as every AWS SDK reads them. Never written to.",
      "$XDG_RUNTIME_DIR/credential-broker/",
      "The runtime directory, of mode 0700: control.sock for the command broker(1), broker.sock and the token "
          + "file for programs, exec/ with the tokens of commands, and brokerd.log where the command "
          + "started the daemon. /run/user/UID where $XDG_RUNTIME_DIR is not set.",
      "~/.local/state/credential-broker/",
      "What outlives a reboot: audit.jsonl, and tokens.json with the digests of named tokens. Below "
          + "$XDG_STATE_HOME where that is set; with --sandbox, in the runtime directory.");

  private static final Map<String, String> ENVIRONMENT = table(
      "CREDENTIAL_BROKER_RUNTIME_DIR", "An absolute path in the place of the runtime directory.",
      "CREDENTIAL_BROKER_STATE_DIR", "An absolute path in the place of the folder of tokens.json.",
      "CREDENTIAL_BROKER_TRUSTED_PARENT",
      "A folder that everybody may write to, below which the runtime directory may lie all the same: whoever "
          + "can write there is trusted. For volumes that containers share.",
      "AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "Other files than those in ~/.aws.",
      "AWS_*",
      "What the SDKs take from the environment of a profile's source, the daemon takes from its own.",
      "HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "The way to AWS, in either case of letters.",
      "LISTEN_FDS, LISTEN_FDNAMES, LISTEN_PID, NOTIFY_SOCKET, WATCHDOG_USEC, CREDENTIALS_DIRECTORY",
      "Given by systemd: sockets that are open already, where to tell that the daemon is ready and alive, "
          + "and the folder of its credentials.");

  private static final Map<String, String> SIGNALS = table(
      "SIGTERM, SIGINT", "Stop: no new connection is taken, what was asked is answered, within five seconds.",
      "SIGHUP", "Read all files now, as 'broker reload' does. Sessions that are held are kept.");

  private ManualPage() {}

  /**
   * Writes the page.
   *
   * @param args the folder, which is made where it is missing, and the date that the page carries
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: ManualPage FOLDER DATE");
    }
    Files.writeString(Files.createDirectories(Path.of(args[0])).resolve("brokerd.8"), page(args[1]));
  }

  static String page(String date) {
    var text = new StringBuilder(".TH \"BROKERD\" 8 \"").append(escaped(date)).append("\" \"brokerd ")
        .append(escaped(Version.current())).append("\" \"Credential Broker\"\n.nh\n.ad l\n")
        .append(".SH NAME\nbrokerd \\- ").append(summary()).append("\n.SH SYNOPSIS\n.nf\n");
    Usage.SYNOPSIS.forEach(line -> text.append(escaped(line)).append('\n'));
    text.append(".fi\n.SH DESCRIPTION\n").append(escaped("""
        The daemon fetches the sessions of AWS profiles, refreshes them at half of their life, and serves them
        over the protocol for container credentials that every AWS SDK speaks.
        It stays in the foreground and logs to standard error.
        People reach it with broker(1).""")).append("\n.SH OPTIONS\n");
    for (Usage.Option option : Usage.OPTIONS) {
      text.append(".TP\n\\fB").append(escaped(option.typed())).append("\\fR")
          .append(option.value() == null ? "" : " \\fI" + option.value() + "\\fR").append('\n')
          .append(escaped(option.meaning())).append('\n');
    }
    section("FILES", FILES, text);
    section("ENVIRONMENT", ENVIRONMENT, text);
    section("SIGNALS", SIGNALS, text);
    var codes = new LinkedHashMap<String, String>();
    Usage.EXIT_CODES.forEach((code, meaning) -> codes.put(code.toString(), meaning));
    section("EXIT STATUS", codes, text);
    return text.append(".SH SEE ALSO\n\\fBbroker\\fR(1)\n").toString();
  }

  private static String summary() {
    return escaped(Character.toLowerCase(Usage.SUMMARY.charAt(0)) + Usage.SUMMARY.substring(1)).replaceFirst(
        "\\.$", "");
  }

  private static void section(String title, Map<String, String> entries, StringBuilder text) {
    text.append(".SH ").append(title).append('\n');
    entries.forEach((name, meaning) -> text.append(".TP\n\\fB").append(escaped(name)).append("\\fR\n")
        .append(escaped(meaning)).append('\n'));
  }

  private static Map<String, String> table(String... words) {
    var table = new LinkedHashMap<String, String>();
    for (int i = 0; i < words.length; i += 2) {
      table.put(words[i], words[i + 1]);
    }
    return table;
  }

  /** A hyphen and a tilde that are typed are other signs than those of print; a quote first would be a macro. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("'", "\\(aq");
  }
}
