package io.credentialbroker.bench;

/** A row whose load can be put on one server alone, to look at where that spends its time. */
interface LoadRow extends Row {
  /**
   * Loads the server as the row does.
   *
   * @return how many requests were answered
   * @throws BenchException when an answer was not 200
   */
  long load(Server server, String path, String token, int seconds) throws Exception;
}
