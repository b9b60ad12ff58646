package io.credentialbroker.client.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.Paint;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All that {@code broker doctor} looks at without a profile; as much of it as there is without a daemon, too. */
record Checkup(List<Finding> findings) {
  Checkup {
    findings = List.copyOf(findings);
  }

  static Checkup of(Surroundings here) throws BrokerException {
    var directory = RuntimeDirectory.of(here.environment());
    var findings = new ArrayList<Finding>();
    StatusReport status = null;
    Set<String> told;
    try {
      status = new ControlClient(directory.controlSocket()).status();
      told = FileChecks.toldBy(status);
      findings.addAll(DaemonChecks.of(status, directory));
    } catch (BrokerException e) {
      findings.addAll(DaemonChecks.absent(e, directory));
      List<Finding> foretold = e.kind() == BrokerException.Kind.NO_DAEMON ? DryRun.of(here) : List.of();
      told = DryRun.places(foretold);
      findings.addAll(foretold);
    }
    findings.addAll(FileChecks.of(here, told));
    findings.addAll(ShellChecks.of(here, status));
    findings.addAll(SystemdChecks.of(here));
    return new Checkup(findings);
  }

  boolean healthy() {
    return findings.stream().noneMatch(one -> one.level() == Finding.Level.PROBLEM);
  }

  /** A line for each finding, what to do about it below; sentences go on below their beginning. */
  String text(Surroundings here, int width) {
    var paint = new Paint(here);
    int widest = findings.stream().mapToInt(one -> one.subject().length()).max().orElse(0);
    int hang = 8 + widest + 2;
    var text = new StringBuilder();
    for (Finding one : findings) {
      String level = String.format("%-8s", one.level());
      String head = switch (one.level()) {
        case OK -> paint.green(level);
        case NOTE -> paint.faint(level);
        case WARNING -> paint.yellow(level);
        case PROBLEM -> paint.red(level);
      } + one.subject() + " ".repeat(widest - one.subject().length() + 2);
      text.append(Fitting.hanging(head + one.message(), width, hang)).append('\n');
      if (one.remedy() != null) {
        text.append(Fitting.hanging(" ".repeat(hang) + "hint: " + one.remedy(), width, hang)).append('\n');
      }
    }
    return text.append(summary()).append('\n').toString();
  }

  private String summary() {
    long problems = count(Finding.Level.PROBLEM);
    long warnings = count(Finding.Level.WARNING);
    return problems + (problems == 1 ? " problem, " : " problems, ") + warnings
        + (warnings == 1 ? " warning" : " warnings");
  }

  private long count(Finding.Level level) {
    return findings.stream().filter(one -> one.level() == level).count();
  }

  String json() {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("healthy", healthy());
      json.writeArrayFieldStart("findings");
      for (Finding one : findings) {
        json.writeStartObject();
        json.writeStringField("level", one.level().name());
        json.writeStringField("subject", one.subject());
        json.writeStringField("message", one.message());
        if (one.remedy() != null) {
          json.writeStringField("remedy", one.remedy());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.toString();
  }
}
