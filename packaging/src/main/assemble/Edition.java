/** What is put together from the same sources. docs/decisions/0020 says what differs, and why. */
enum Edition {
  /** What the tarball and the Debian package hold: everything, with libraries as they were published. */
  PACKAGE,
  /** What the image holds: the daemon and the command, and of libraries and runtime what these two can reach. */
  IMAGE
}
