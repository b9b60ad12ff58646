package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.ProfileDiagnosis;
import io.credentialbroker.client.ProfileDiagnosis.Cause;
import io.credentialbroker.client.ProfileDiagnosis.Mending;
import io.credentialbroker.client.ProfileDiagnosis.Step;
import io.credentialbroker.client.StatusReport.Problem;
import io.credentialbroker.client.cli.status.StatusTable;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.Paint;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A diagnosis as a person reads it: each step with its outcome, then the causes, each with what mends it. */
final class DiagnosisText {
  /** The clocks of two healthy machines are seconds apart; AWS refuses signatures from five minutes on. */
  private static final Duration NOTABLE_SKEW = Duration.ofMinutes(1);

  private final StringBuilder text = new StringBuilder();
  private final ProfileDiagnosis found;
  private final Paint paint;
  private final int width;
  /** Under which number a mending has been shown already: a policy is long, and one is enough. */
  private final Map<Mending, Integer> shown = new HashMap<>();

  private DiagnosisText(ProfileDiagnosis found, Surroundings here, int width) {
    this.found = found;
    this.width = width;
    this.paint = new Paint(here);
  }

  /** Sentences take at most {@code width} columns; what is there to be pasted is as wide as it is. */
  static String of(ProfileDiagnosis found, Surroundings here, int width) {
    return new DiagnosisText(found, here, width).render();
  }

  private void say(String sentence, int hang) {
    text.append(Fitting.hanging(sentence, width, hang)).append('\n');
  }

  private String render() {
    text.append(found.profile()).append('\n');
    found.steps().forEach(this::step);
    if (found.problem() != null) {
      problem(found.problem());
    }
    causes();
    clock();
    if (!found.healthy() && found.heldUntil() != null) {
      text.append('\n');
      say("note: programs are served the session that is held, until " + found.heldUntil(), 6);
    }
    if (found.healthy()) {
      text.append("Everything works.\n");
    }
    return text.toString();
  }

  private void step(Step step) {
    String outcome = switch (step.outcome()) {
      case "WORKED" -> paint.green("ok        ");
      case "HELD" -> paint.green("held      ");
      case "FAILED" -> paint.red("failed    ");
      case "NOT_TRIED" -> paint.faint("not tried ");
      default -> step.outcome().toLowerCase(Locale.ROOT) + ' ';
    };
    say("  " + outcome + step.label() + (step.outcome().equals("WORKED") ? ", " + step.millis() + " ms" : ""),
        12);
    detail(step.arn() == null ? "" : "is " + step.arn());
    detail(step.message() == null
        ? ""
        : step.message() + (step.code() == null ? "" : " (" + step.code() + ")"));
  }

  private void detail(String line) {
    if (!line.isEmpty()) {
      say("            " + line, 12);
    }
  }

  private void problem(Problem problem) {
    String where = problem.where();
    say(paint.red("problem: ") + (where.isEmpty() ? "" : where + ": ") + problem.message(), 9);
    if (problem.remedy() != null) {
      say("hint: " + problem.remedy(), 6);
    }
  }

  private void causes() {
    if (found.causes().size() == 1) {
      only(found.causes().get(0));
      return;
    }
    if (!found.causes().isEmpty()) {
      text.append("\nLikely causes, the surest first:\n");
    }
    for (int i = 0; i < found.causes().size(); i++) {
      cause(i + 1, found.causes().get(i));
    }
  }

  /** One cause needs no number, and what the failed step has said is not said again. */
  private void only(Cause cause) {
    boolean said = found.steps().stream().anyMatch(step -> cause.because().equals(step.message()));
    String title = switch (cause.evidence()) {
      case "CERTAIN" -> "The cause";
      case "LIKELY" -> "The likely cause";
      default -> "A possible cause";
    };
    text.append('\n');
    say(said ? paint.bold("What to do") + ':' : paint.bold(title) + ": " + cause.because(), 3);
    cause.mendings().forEach(mending -> mending(mending, 0));
  }

  private void cause(int number, Cause cause) {
    text.append('\n');
    say(number + ". " + paint.bold(cause.evidence().toLowerCase(Locale.ROOT)) + ": " + cause.because(), 3);
    for (Mending mending : cause.mendings()) {
      Integer before = shown.putIfAbsent(mending, number);
      mending(mending, before == null ? 0 : before);
    }
  }

  private void mending(Mending mending, int before) {
    String title = switch (mending.kind()) {
      case "CALLER_POLICY" -> "Attach to " + mending.about() + " this policy:";
      case "TRUST_POLICY" -> "Add to the trust policy of " + mending.about() + ":";
      case "PROFILE_KEY" -> (mending.stands() ? "Change in " : "Set in ")
          + (mending.origin() == null ? "the profile" : mending.origin()) + ":";
      default -> "";
    };
    if (title.isEmpty()) {
      say("   " + mending.text(), 3);
    } else if (before > 0) {
      say("   " + title.substring(0, title.length() - 1) + ", as under " + before + '.', 3);
    } else {
      say("   " + title, 3);
      mending.text().lines().forEach(line -> text.append("     ").append(line).append('\n'));
    }
  }

  private void clock() {
    Duration ahead = found.clockAhead();
    if (ahead != null && ahead.abs().compareTo(NOTABLE_SKEW) >= 0) {
      text.append('\n');
      say("warning: this machine's clock is " + StatusTable.words(ahead.abs())
          + (ahead.isNegative() ? " behind" : " ahead of") + " AWS's; set it: timedatectl set-ntp true", 9);
    }
  }
}
