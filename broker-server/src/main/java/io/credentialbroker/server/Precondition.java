package io.credentialbroker.server;

/** What has to be so before anything that is worth taking is in this process, and before anything is opened. */
@FunctionalInterface
interface Precondition {
  /**
   * Waits until it is known, and sees to it.
   *
   * @throws Fault when it is not so and cannot be made so
   */
  void ensure() throws Fault;
}
