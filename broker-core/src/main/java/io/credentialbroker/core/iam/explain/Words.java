package io.credentialbroker.core.iam.explain;

/** Parts of sentences and commands. */
final class Words {
  private Words() {}

  /** The profile's name as an argument, quoted where a shell needs it; empty where there is none. */
  static String profile(FailedCall failed) {
    String name = failed.asked().profile();
    if (name == null) {
      return "";
    }
    return name.matches("[\\w@%+=:,./-]+") ? " " + name : " '" + name.replace("'", "'\\''") + "'";
  }
}
