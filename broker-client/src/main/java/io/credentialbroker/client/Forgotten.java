package io.credentialbroker.client;

/**
 * What was dropped.
 *
 * @param sessions how many were held
 * @param needCode how many of them were made with a one-time code, and come back with a new one only
 */
public record Forgotten(long sessions, long needCode) {
  static Forgotten read(JsonObject from) throws BrokerException {
    return new Forgotten(from.number("forgotten", 0), from.number("needCode", 0));
  }
}
