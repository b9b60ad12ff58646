package io.credentialbroker.core.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProcessRulesTest {
  private static final ProcessFacts RIGHT = new ProcessFacts("/usr/bin/app", "ab12",
      "/system.slice/ci.service");

  private static ProcessRules units(String... units) {
    return new ProcessRules(Set.of(), Set.of(), Set.of(units), Set.of());
  }

  private static @Nullable String either(int bit, String right, String wrong, int unknown, int wrongs) {
    return (unknown >> bit & 1) == 1 ? null : (wrongs >> bit & 1) == 1 ? wrong : right;
  }

  /** Each kind of rule given or not, each fact right, wrong or unknown: all 16 × 27 combinations. */
  @Test
  void accept_everyCombinationOfRulesAndFacts_isTrueIffAllThatIsAskedIsRight() {
    for (int asked = 0; asked < 16; asked++) {
      var rules = new ProcessRules((asked & 1) == 0 ? Set.of() : Set.of("/usr/bin/app", "/usr/bin/other"),
          (asked & 2) == 0 ? Set.of() : Set.of("ab12", "cd34"),
          (asked & 4) == 0 ? Set.of() : Set.of("ci.service", "b.service"),
          (asked & 8) == 0 ? Set.of() : Set.of("/system.slice", "/b"));
      for (int wrong = 0; wrong < 8; wrong++) {
        for (int unknown = 0; unknown < 8; unknown++) {
          var facts = new ProcessFacts(either(0, "/usr/bin/app", "/usr/bin/app2", unknown, wrong),
              either(1, "ab12", "ab13", unknown, wrong),
              either(2, "/system.slice/ci.service", "/user.slice/c.service", unknown, wrong));
          int bad = wrong | unknown;
          boolean expected = ((asked & 1) == 0 || (bad & 1) == 0) && ((asked & 2) == 0 || (bad & 2) == 0)
              && ((asked & 12) == 0 || (bad & 4) == 0);

          assertThat(rules.accept(List.of(facts))).as("%s of %s", rules, facts).isEqualTo(expected);
          assertThat(rules.isEmpty()).isEqualTo(asked == 0);
          assertThat(rules.needsDigest()).isEqualTo((asked & 2) != 0);
        }
      }
    }
  }

  @Test
  void accept_severalProcesses_needsAllOfThemAndOneAtLeast() {
    var rules = new ProcessRules(Set.of("/usr/bin/app"), Set.of(), Set.of(), Set.of());
    var wrong = new ProcessFacts("/usr/bin/sh", "ab12", null);

    assertThat(rules.accept(List.of(RIGHT, RIGHT))).isTrue();
    assertThat(rules.accept(List.of(RIGHT, wrong))).isFalse();
    assertThat(rules.accept(List.of(wrong, RIGHT))).isFalse();
    assertThat(rules.accept(List.of())).isFalse();
    assertThat(ProcessRules.NONE.accept(List.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
      "ci.service, /system.slice/ci.service, true",
      "ci.service, /system.slice/ci.service/worker.scope, true",
      "ci.service, /system.slice/system-ci.slice/ci.service, true",
      "ci.service, /ci.service, true",
      "ci.service, /system.slice/cd.service/ci.service, false", // named by the unit cd.service itself
      "ci.service, /user.slice/user-7.slice/user@7.service/app.slice/ci.service, false",
      "user:ci.service, /user.slice/user-7.slice/user@7.service/app.slice/ci.service, true",
      "user:ci.service, /user.slice/user-7.slice/user@7.service/ci.service/x, true",
      "user:ci.service, /system.slice/ci.service, false",
      "user:ci.service, /system.slice/x.service/user@7.service/ci.service, false",
      "user:user@8.service, /user.slice/user@7.service/user@8.service/ci.service, true",
      "user@7.service, /user.slice/user-7.slice/user@7.service, false",
      "session-3.scope, /user.slice/user-7.slice/session-3.scope, true",
      "ci.service, /system.slice/ci.service.d, false",
      "ci.service, /system.slice, false",
      "ci.service, /, false"})
  void accept_unit_isTheFirstBelowSlices(String unit, String cgroup, boolean expected) {
    assertThat(units(unit).accept(List.of(new ProcessFacts(null, null, cgroup)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({ "/system.slice, true", "/system.slice/ci.service, true", "/system.slice/ci.service/x, false",
      "/system, false", "/system.slice/ci, false", "/other, false"})
  void accept_cgroup_isThatOneOrBelowIt(String group, boolean expected) {
    var rules = new ProcessRules(Set.of(), Set.of(), Set.of(), Set.of(group));
    assertThat(rules.accept(List.of(RIGHT))).isEqualTo(expected);
  }
}
