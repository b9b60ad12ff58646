package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.ProfileExplanation;
import io.credentialbroker.client.ProfileExplanation.Setting;
import io.credentialbroker.client.ProfileExplanation.Step;
import io.credentialbroker.client.StatusReport.Problem;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.util.List;
import java.util.function.ToIntFunction;

/** An explanation as a person reads it: the served step first, below each step the one that it is made with. */
final class ExplanationText {
  private static final int WIDEST_VALUE = 60;

  private final StringBuilder text = new StringBuilder();
  private final boolean unicode;

  private ExplanationText(boolean unicode) {
    this.unicode = unicode;
  }

  static String of(ProfileExplanation explained, Surroundings here) {
    var it = new ExplanationText(here.unicode());
    it.text.append(explained.profile()).append('\n');
    ProfileExplanation.Identity identity = explained.identity();
    if (identity != null) {
      it.text.append("now: ").append(identity.arn())
          .append(identity.accountId() == null ? "" : ", account " + identity.accountId()).append('\n');
    }
    int depth = 0;
    for (Step step = explained.recipe(); step != null; step = step.base()) {
      it.step(step, "   ".repeat(depth++));
    }
    if (explained.problem() != null) {
      it.problem(explained.problem());
    }
    if (explained.servedAsLastRead()) {
      it.text.append("note: it is served as it was last read\n");
    }
    explained.notes().forEach(note -> it.text.append("note: ").append(note).append('\n'));
    explained.problems().forEach(it::problem);
    return it.text.toString();
  }

  private void step(Step step, String indent) {
    text.append(indent).append(unicode ? "\u2514\u2500 " : "+- ").append(step.label()).append('\n');
    String inner = indent + "     ";
    int names = widest(step.settings(), setting -> length(setting.name()));
    int values = Math.min(WIDEST_VALUE, widest(step.settings(), setting -> length(setting.value())));
    for (Setting setting : step.settings()) {
      text.append(inner).append(padded(setting.name(), names)).append("  ")
          .append(padded(setting.value(), values)).append("  ").append(setting.origin()).append('\n');
    }
  }

  private void problem(Problem problem) {
    String where = problem.where();
    text.append("problem: ").append(where.isEmpty() ? "" : where + ": ").append(problem.message())
        .append('\n');
    if (problem.remedy() != null) {
      text.append("hint: ").append(problem.remedy()).append('\n');
    }
  }

  private static int widest(List<Setting> settings, ToIntFunction<Setting> width) {
    return settings.stream().mapToInt(width).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - length(cell)));
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
