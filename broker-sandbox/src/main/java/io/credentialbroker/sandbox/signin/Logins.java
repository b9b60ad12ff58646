package io.credentialbroker.sandbox.signin;

import io.credentialbroker.sandbox.http.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who has signed in with {@code aws login}, and the refresh tokens of those sign-ins. */
public final class Logins {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final int TOKEN_BYTES = 64;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<String, Login> logins = new ConcurrentHashMap<>();
  private final Set<String> seenProofs = ConcurrentHashMap.newKeySet();

  /** Nobody signed in. */
  public Logins(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * One sign-in.
   *
   * @param userArn who
   * @param thumbprint of the key that its refresh tokens are bound to; null until the first use binds them
   * @param ends when the person has to sign in again
   */
  record Login(String userArn, String clientId, @Nullable String thumbprint, Instant ends) {}

  /** Signs a user in as their browser would; answers the refresh token for the cache file. */
  public String signIn(String userArn, String clientId) {
    return store(new Login(userArn, clientId, null, clock.instant().plus(LIFE)));
  }

  /** Ends all sign-ins, as a changed password does. */
  public void endAll() {
    logins.clear();
  }

  /** Takes a refresh token, which is then spent, and hands over the sign-in. */
  Login take(String token, String clientId, String thumbprint) {
    Login login = logins.get(token);
    boolean bound = login != null && (login.thumbprint() == null || login.thumbprint().equals(thumbprint));
    if (login == null || !bound || !login.clientId().equals(clientId)
        || !login.ends().isAfter(clock.instant())
        || !logins.remove(token, login)) {
      throw new AwsError(400, "AccessDeniedException", "TOKEN_EXPIRED");
    }
    return login;
  }

  /** A new refresh token for a sign-in, bound to a key from now on. */
  String renew(Login login, String thumbprint) {
    return store(new Login(login.userArn(), login.clientId(), thumbprint, login.ends()));
  }

  boolean isFirstUse(String proofId) {
    return seenProofs.add(proofId);
  }

  private String store(Login login) {
    var bytes = new byte[TOKEN_BYTES];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    logins.put(token, login);
    return token;
  }
}
