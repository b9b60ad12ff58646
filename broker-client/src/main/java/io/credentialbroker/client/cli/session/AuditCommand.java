package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.AuditRecord;
import io.credentialbroker.client.AuditTrail;
import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code broker audit}: who got which credentials, and who did not. */
@Command(name = "audit", description = {
    "Shows who got which credentials, and who did not: the last 50 records, or those of a time.",
    "It reads the daemon's audit file, which holds no secrets; 'enabled', 'file' and the sizes are set below [audit]."}, footerHeading = "%nExamples:%n", footer = {
        "  broker audit", "  broker audit --profile deploy --since 1h", "  broker audit --follow",
        "  broker audit --since 1d --json | jq -r .executable | sort | uniq -c"})
public final class AuditCommand extends Subcommand implements AsksForProfile {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
  private static final long FOLLOW_EVERY_MILLIS = 500;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--follow", description = "Goes on with what comes, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "The records as they stand in the file: docs/audit.md.")
  private boolean json;

  @Option(names = "--profile", paramLabel = "PROFILE", description = "Those of one profile.")
  private @Nullable String profile;

  @Option(names = "--client", paramLabel = "CLIENT", description = "Those of one client, e.g. user or exec.")
  private @Nullable String client;

  @Option(names = "--since", paramLabel = "TIME", description = "Those of this last time, e.g. 90s, 30m, 1h, 7d.")
  private @Nullable String since;

  @Option(names = "--lines", paramLabel = "N", description = "The last N instead of 50, where no --since is given.")
  private int lines = 50;

  @Option(names = "--file", paramLabel = "FILE", description = "Reads this file, without asking the daemon where it is.")
  private @Nullable Path file;

  private long shown;

  public AuditCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    if (lines < 0) {
      throw new Corrected(spec, "invalid value for option '--lines': " + lines + " is less than 0",
          Typed.of(spec).with(Integer.toString(lines), "50").toString());
    }
    Instant from = from();
    Path where = file == null ? asked() : file;
    if (where == null) {
      here.err().println("error: this brokerd keeps no audit");
      here.err().println("hint: set 'enabled = true' below [audit] in broker.toml, and start brokerd again");
      return ExitCode.FAILED;
    }
    // What is followed may come yet.
    if (file != null && !Files.isRegularFile(file) && (!follow || Files.exists(file))) {
      here.err()
          .println("error: " + (Files.exists(file) ? file + " is not a file" : "there is no file " + file));
      here.err().println("hint: without --file the daemon is asked where its audit is");
      return ExitCode.FAILED;
    }
    try (var trail = new AuditTrail(where)) {
      show(trail, from);
      if (shown == 0) {
        here.note("no such record is in " + where);
      }
    } catch (IOException e) {
      here.err().println("error: " + where + " cannot be read: " + e.getClass().getSimpleName());
      here.err().println("hint: only the user of brokerd may read it");
      return ExitCode.FAILED;
    }
    return ExitCode.OK;
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private @Nullable Path asked() throws BrokerException {
    var audit = new Daemon(here).control().audit();
    if (audit.problem() != null) {
      here.note(audit.problem());
    }
    return audit.file();
  }

  private Instant from() {
    if (since == null) {
      return Instant.MIN;
    }
    Matcher parts = TIME.matcher(since);
    if (!parts.matches()) {
      throw new Corrected(spec, "--since takes a number and s, m, h or d, such as 90s or 1h",
          Typed.of(spec).with(since, "1h").toString());
    }
    long number = Long.parseLong(parts.group(1));
    return Instant.now().minus(switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(Math.min(number, 365_000));
    });
  }

  private void show(AuditTrail trail, Instant from) throws IOException {
    if (since == null) {
      Deque<AuditRecord> last = new ArrayDeque<>();
      trail.older(line -> keep(last, line, from));
      trail.fresh(line -> keep(last, line, from));
      last.forEach(this::print);
    } else {
      trail.older(line -> print(line, from));
      trail.fresh(line -> print(line, from));
    }
    here.out().flush();
    while (follow && here.pause().millis(FOLLOW_EVERY_MILLIS) && !here.out().checkError()) {
      trail.fresh(line -> print(line, from));
      here.out().flush();
    }
  }

  private void keep(Deque<AuditRecord> last, String line, Instant from) {
    AuditRecord.read(line).filter(one -> isWanted(one, from)).ifPresent(last::addLast);
    if (last.size() > lines) {
      last.removeFirst();
    }
  }

  private void print(String line, Instant from) {
    AuditRecord.read(line).filter(one -> isWanted(one, from)).ifPresent(this::print);
  }

  private boolean isWanted(AuditRecord one, Instant from) {
    return !one.time().isBefore(from) && (profile == null || profile.equals(one.profile()))
        && (client == null || client.equals(one.client()));
  }

  private void print(AuditRecord one) {
    shown++;
    here.out().println(json ? one.json() : AuditLine.of(one));
  }
}
