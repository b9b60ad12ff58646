package io.credentialbroker.server.config;

import io.credentialbroker.core.profile.ProfileProblem;
import java.util.List;
import java.util.stream.Collectors;

/** The config file cannot be used; every problem that was found is in it. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ProfileProblem> problems;

  public ConfigException(List<ProfileProblem> problems) {
    super(problems.stream().map(ProfileProblem::inOneLine).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public ConfigException(ProfileProblem problem) {
    this(List.of(problem));
  }

  /** At least one; {@code file} carries the line where it is known, as {@code broker.toml:12}. */
  public List<ProfileProblem> problems() {
    return problems;
  }
}
