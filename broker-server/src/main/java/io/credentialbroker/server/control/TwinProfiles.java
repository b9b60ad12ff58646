package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Profiles with the same recipe, which are one session under several names, held or not. */
final class TwinProfiles {
  private final Function<ProfileName, SessionKey> keyOf;
  private final Map<SessionKey, List<ProfileName>> byKey;

  TwinProfiles(ProfileCatalog catalog, Function<ProfileName, SessionKey> keyOf) {
    this.keyOf = keyOf;
    this.byKey = catalog.entries().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof ProfileCatalog.Servable).map(Map.Entry::getKey).sorted()
        .collect(Collectors.groupingBy(keyOf));
  }

  /** The others, sorted by name. */
  List<ProfileName> of(ProfileName profile) {
    return byKey.getOrDefault(keyOf.apply(profile), List.of()).stream()
        .filter(other -> !other.equals(profile))
        .toList();
  }
}
