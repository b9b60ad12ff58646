package io.credentialbroker.client;

import java.time.Instant;
import java.util.List;

/**
 * A one-time code that AWS has taken.
 *
 * @param serial the device's
 * @param profiles those that need no other for now
 * @param expiration when the next one will be due
 */
public record GivenCode(String serial, List<String> profiles, Instant expiration) {

  public GivenCode {
    profiles = List.copyOf(profiles);
  }

  static GivenCode read(JsonObject from) throws BrokerException {
    return new GivenCode(MfaDevice.printable(from.requiredText("serial")),
        MfaDevice.printable(from.texts("profiles")),
        JsonObject.required(from.instant("expiration"), "expiration"));
  }
}
