package io.credentialbroker.client.cli.token;

import io.credentialbroker.client.IssuedToken;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.TokenWish;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker token new}: the one moment in which a token is to be seen. */
@Command(name = "new", description = {
    "Makes a token and prints it. It is shown this once; the daemon keeps only its digest.",
    "Into a pipe it goes without a newline, on which several SDKs would fail."}, footerHeading = "%nExamples:%n", footer = {
        "  broker token new ci --profiles 'build-*' --expires 8h --out ~/.ci.token",
        "  broker token new once --profiles deploy --uses 1"})
final class TokenNewCommand extends Subcommand {
  private static final Pattern LIFE = Pattern.compile("([1-9][0-9]{0,8})(s|m|h|d)");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "How logs and 'broker token list' call it.")
  private String name = "";

  @Option(names = "--profiles", paramLabel = "GLOB", description = "The profiles it is for, with * and ? as wildcards. May be given again. Without it: all.")
  private List<String> profiles = new ArrayList<>();

  @Option(names = "--uid", paramLabel = "N", description = "The user who may present it, in the place of the daemon's own. May be given again.")
  private List<Long> uids = new ArrayList<>();

  @Option(names = "--expires", paramLabel = "TIME", description = "How long it is good for, such as 30m, 8h or 90d. Without it: until it is revoked.")
  private @Nullable String expires;

  @Option(names = "--uses", paramLabel = "N", description = "How many requests it is good for. Without it: any number.")
  private @Nullable Long uses;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes it into this new file, which only you can read, and not to standard output.")
  private @Nullable Path out;

  @Mixin
  private ResultJson json = new ResultJson();

  TokenNewCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var wish = new TokenWish(name, profiles, uids, expires == null ? null : life(expires), uses);
    if (out != null && Files.exists(out)) {
      throw new Corrected(spec, out + " exists already; nothing was made",
          "remove it, or name a new file: " + Typed.of(spec).with(out.toString(), "FILE"));
    }
    var control = new Daemon(here).control();
    IssuedToken issued = control.newToken(wish);
    if (profiles.isEmpty()) {
      here.note("this token is for every profile; --profiles narrows it");
    }
    if (out != null) {
      return written(issued, out);
    }
    here.out().print(json.wanted()
        ? result(issued, "token", issued.token()) + '\n'
        : issued.token() + (here.terminal() ? "\n" : ""));
    here.out().flush();
    return ExitCode.OK;
  }

  private int written(IssuedToken issued, Path file) throws Exception {
    try {
      TokenOutput.write(file, issued.token());
    } catch (IOException e) {
      new Daemon(here).control().revokeToken(issued.name());
      here.err().println("error: " + (e instanceof FileAlreadyExistsException
          ? file + " exists already"
          : file + " cannot be written (" + e.getClass().getSimpleName() + ")")
          + "; the token was revoked again");
      here.err().println("hint: name a new file in a folder that you may write to");
      return ExitCode.FAILED;
    }
    here.out().println(json.wanted()
        ? result(issued, "file", file.toString())
        : "token " + issued.name() + " is in " + file
            + (issued.expires() == null ? "" : ", good until " + issued.expires()));
    return ExitCode.OK;
  }

  private static String result(IssuedToken issued, String where, String what) {
    return JsonText.line(ResultJson.object("name", issued.name(), "id", issued.id(), where, what, "expires",
        issued.expires()));
  }

  private Duration life(String text) {
    var parts = LIFE.matcher(text);
    if (!parts.matches()) {
      throw new Corrected(spec, "'" + text + "' is no time such as 30m, 8h or 90d",
          Typed.of(spec).with(text, "8h").toString());
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
