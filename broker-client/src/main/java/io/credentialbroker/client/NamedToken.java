package io.credentialbroker.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named token as the daemon lists it; the token itself is known to nobody but its client.
 *
 * @param profiles globs of the profiles it is for
 * @param uids the users who may present it
 * @param expires when it ends; null for never
 * @param usesLeft how many requests it is good for yet; -1 for any number
 */
public record NamedToken(String name, String id, List<String> profiles, List<Long> uids, Instant created,
    @Nullable Instant expires, long usesLeft) {
  public NamedToken {
    profiles = List.copyOf(profiles);
    uids = List.copyOf(uids);
  }

  static NamedToken read(JsonObject from) throws BrokerException {
    return new NamedToken(printable(from.requiredText("name")), printable(from.requiredText("id")),
        Wire.allPrintable(from.texts("profiles")), from.numbers("uids"),
        JsonObject.required(from.instant("created"), "created"), from.instant("expires"),
        from.number("usesLeft", -1));
  }

  private static String printable(String text) {
    String clean = Wire.printable(text);
    return clean == null ? "" : clean;
  }
}
