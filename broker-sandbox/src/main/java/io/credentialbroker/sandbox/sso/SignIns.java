package io.credentialbroker.sandbox.sso;

import io.credentialbroker.sandbox.http.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who has registered, who is signing in, and which tokens are good. */
public final class SignIns {
  private static final Duration DEVICE_CODE_LIFE = Duration.ofMinutes(10);
  private static final Duration CLIENT_LIFE = Duration.ofDays(90);
  private static final int SECRET_BYTES = 48;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<String, Client> clients = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Device> devices = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Access> accesses = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> refreshes = new ConcurrentHashMap<>();
  private volatile Duration accessLife = Duration.ofHours(1);
  private volatile Duration interval = Duration.ofSeconds(1);

  /** Nobody signed in. */
  public SignIns(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A registered program. */
  record Client(String id, String secret, Instant expires) {
    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  /** A device that waits for its person; {@code user} is null until then. */
  record Device(String code, String userCode, Instant expires, @Nullable Instant polled,
      @Nullable String user) {
    @Override
    public String toString() {
      return "Device[" + userCode + "]";
    }
  }

  /**
   * Tokens as a client gets them.
   *
   * @param refresh good for new ones, once
   */
  public record Tokens(String access, String refresh, Instant expires) {
    @Override
    public String toString() {
      return "Tokens[" + expires + "]";
    }
  }

  private record Access(String user, Instant expires) {}

  /** How long access tokens live, from the next one on. */
  public void setAccessLife(Duration life) {
    accessLife = life;
  }

  /** How often a device may ask at most. */
  public void setInterval(Duration between) {
    interval = between;
  }

  Duration interval() {
    return interval;
  }

  Client register() {
    var client = new Client(secret(16), secret(SECRET_BYTES), clock.instant().plus(CLIENT_LIFE));
    clients.put(client.id(), client);
    return client;
  }

  void checkClient(String id, String secret) {
    Client client = clients.get(id);
    if (client == null || !client.secret().equals(secret) || !client.expires().isAfter(clock.instant())) {
      throw new AwsError(401, "InvalidClientException", "invalid_client");
    }
  }

  Device begin() {
    String letters = secret(12).replaceAll("[^A-Za-z]", "X").toUpperCase(Locale.ROOT);
    var device = new Device(secret(SECRET_BYTES), letters.substring(0, 4) + "-" + letters.substring(4, 8),
        clock.instant().plus(DEVICE_CODE_LIFE), null, null);
    devices.put(device.code(), device);
    return device;
  }

  /** What a person does in the browser: true when a device waits with that code. */
  public boolean approve(String userCode, String user) {
    for (Device device : devices.values()) {
      if (device.userCode().equals(userCode) && device.expires().isAfter(clock.instant())) {
        devices.computeIfPresent(device.code(),
            (_, old) -> new Device(old.code(), old.userCode(), old.expires(), old.polled(), user));
        return true;
      }
    }
    return false;
  }

  /** The tokens of a device whose person has signed in; refuses as RFC 8628 lays down until then. */
  Tokens redeemDevice(String code) {
    Instant now = clock.instant();
    Device device = devices.get(code);
    if (device == null) {
      throw new AwsError(400, "InvalidGrantException", "invalid_grant");
    }
    if (!device.expires().isAfter(now)) {
      throw new AwsError(400, "ExpiredTokenException", "expired_token");
    }
    String user = device.user();
    if (user == null) {
      Instant last = device.polled();
      devices.computeIfPresent(code,
          (_, old) -> new Device(code, old.userCode(), old.expires(), now, old.user()));
      boolean tooSoon = last != null && now.isBefore(last.plus(interval));
      throw tooSoon
          ? new AwsError(400, "SlowDownException", "slow_down")
          : new AwsError(400, "AuthorizationPendingException", "authorization_pending");
    }
    devices.remove(code);
    return issue(user);
  }

  /** New tokens for a refresh token, which is then spent. */
  Tokens redeemRefresh(String refresh) {
    String user = refreshes.remove(refresh);
    if (user == null) {
      throw new AwsError(400, "InvalidGrantException", "invalid_grant");
    }
    return issue(user);
  }

  /** Tokens without signing in, for a test that needs a cache file. */
  public Tokens issue(String user) {
    var tokens = new Tokens(secret(SECRET_BYTES), secret(SECRET_BYTES), clock.instant().plus(accessLife));
    accesses.put(tokens.access(), new Access(user, tokens.expires()));
    refreshes.put(tokens.refresh(), user);
    return tokens;
  }

  /** Signs everybody out: no token is good any more. */
  public void revokeAll() {
    accesses.clear();
    refreshes.clear();
  }

  void revoke(String access) {
    accesses.remove(access);
  }

  Optional<String> user(@Nullable String access) {
    Access held = access == null ? null : accesses.get(access);
    return held != null && held.expires().isAfter(clock.instant())
        ? Optional.of(held.user())
        : Optional.empty();
  }

  private String secret(int length) {
    var bytes = new byte[length];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
