package io.credentialbroker.core.profile;

/**
 * A value that somebody wrote, with the place where it stands, so that errors and {@code explain} can name it.
 *
 * @param where the place itself
 * @param key the key's name as a person knows it, e.g. {@code duration_seconds}
 */
record Found(Place where, String key, String text) {

  /**
   * A place that can hold values.
   *
   * @param file the file, or what takes its place, e.g. {@code environment}
   * @param profile the profile or other section
   * @param line counted from 1; 0 when it is not known
   */
  record Place(String file, String profile, int line) {
    @Override
    public String toString() {
      return line > 0 ? file + ':' + line : file;
    }
  }

  ProfileProblemException problem(String message, String remedy) {
    return new ProfileProblemException(
        new ProfileProblem(where.toString(), where.profile(), key, message, remedy));
  }
}
