package io.credentialbroker.core.iam.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The causes found so far; a cause that is found twice keeps its better evidence. */
final class Causes {
  private final List<LikelyCause> found = new ArrayList<>();

  void certain(Cause cause, String because, Mending... mendings) {
    add(cause, Evidence.CERTAIN, because, List.of(mendings));
  }

  void likely(Cause cause, String because, Mending... mendings) {
    add(cause, Evidence.LIKELY, because, List.of(mendings));
  }

  void possible(Cause cause, String because, Mending... mendings) {
    add(cause, Evidence.POSSIBLE, because, List.of(mendings));
  }

  void add(Cause cause, Evidence evidence, String because, List<Mending> mendings) {
    if (found.stream().anyMatch(it -> it.cause() == cause && it.evidence().compareTo(evidence) <= 0)) {
      return;
    }
    found.removeIf(it -> it.cause() == cause);
    found.add(new LikelyCause(cause, evidence, because, mendings));
  }

  boolean anyCertain() {
    return found.stream().anyMatch(it -> it.evidence() == Evidence.CERTAIN);
  }

  List<LikelyCause> inOrder() {
    return found.stream().sorted(Comparator.comparing(LikelyCause::evidence)).toList();
  }
}
