package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Gets credentials from the daemon's unix socket. The socket lets in the daemon's own user only, so no token is
 * needed. It holds nothing between calls and may be used by several threads.
 */
public final class CredentialsClient {
  private static final int LONGEST_BODY = 64 * 1024;
  private static final byte[] KEYS = "\"AccessKeyId\"".getBytes(StandardCharsets.US_ASCII);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Lets time pass between two tries. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  private final Path socket;
  private final Duration deadline;
  private final Duration patience;
  private final Pause pause;

  /** A client that gives each try 3 s, and a session that is still being fetched 10 s. */
  public CredentialsClient(Path socket) {
    this(socket, DEADLINE, PATIENCE, duration -> Thread.sleep(duration.toMillis()));
  }

  /** The same with another patience for a session that is still being fetched. */
  public CredentialsClient(Path socket, Duration patience) {
    this(socket, DEADLINE, patience, duration -> Thread.sleep(duration.toMillis()));
  }

  CredentialsClient(Path socket, Duration deadline, Duration patience, Pause pause) {
    this.socket = socket;
    this.deadline = deadline;
    this.patience = patience;
    this.pause = pause;
  }

  /** The credentials of a profile. */
  public ServedCredentials credentials(String profile) throws BrokerException {
    return ServedCredentials.read(JsonObject.read(get("/v1/credentials/" + Wire.encode(profile))));
  }

  /** The answer for a {@code credential_process}, JSON, as the daemon wrote it; it is secret. */
  public byte[] credentialProcess(String profile) throws BrokerException {
    byte[] answer = get("/v1/credential-process/" + Wire.encode(profile));
    if (!hasKeys(answer)) {
      throw new BrokerException(Kind.BAD_ANSWER, "what answers on " + socket + " is not a brokerd",
          "end the program that holds the socket and start brokerd");
    }
    return answer;
  }

  /** Without a JSON parser, which takes longer to load than all the rest, and without a copy as text. */
  private static boolean hasKeys(byte[] answer) {
    for (int at = 0; at + KEYS.length <= answer.length && answer[0] == '{'; at++) {
      if (Arrays.equals(answer, at, at + KEYS.length, KEYS, 0, KEYS.length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks again while the daemon says when to ask again and that is soon enough: it lets nobody wait longer than
   * 800 ms, while a first session may take some seconds.
   */
  private byte[] get(String target) throws BrokerException {
    long left = patience.toMillis();
    while (true) {
      HttpAnswer answer = once(target);
      if (answer.isSuccess()) {
        return answer.body();
      }
      long wait = retryAfterMillis(answer);
      if (wait < 0 || wait > left) {
        throw Wire.refusal(answer);
      }
      left -= wait;
      try {
        pause.sleep(Duration.ofMillis(wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Wire.refusal(answer);
      }
    }
  }

  private HttpAnswer once(String target) throws BrokerException {
    try (var connection = UnixHttpConnection.open(socket, deadline)) {
      return connection.exchange("GET", target, false, LONGEST_BODY);
    }
  }

  /** How long to wait before the next try; negative when there should be none. */
  private static long retryAfterMillis(HttpAnswer answer) {
    Duration wait = Wire.retryAfter(answer);
    return answer.status() == 503 && wait != null ? Math.max(100, wait.toMillis()) : -1;
  }
}
