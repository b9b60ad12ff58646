package io.credentialbroker.core.profile;

/** Leaves the resolving of one profile; caught where its {@link ProfileCatalog.Entry} is made. */
final class ProfileProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProfileProblem problem;

  ProfileProblemException(ProfileProblem problem) {
    super(problem.inOneLine(), null, false, false);
    this.problem = problem;
  }

  ProfileProblem problem() {
    return problem;
  }
}
