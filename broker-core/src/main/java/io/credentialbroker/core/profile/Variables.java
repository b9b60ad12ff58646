package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Found.Place;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The daemon's environment variables, and the keys of a profile that they stand before. */
record Variables(Map<String, String> environment) {
  Variables {
    environment = Map.copyOf(environment);
  }

  /** A variable as a value with a place; a blank one counts as not set. */
  @Nullable
  Found get(String variable, Section onBehalfOf) {
    String value = SharedFiles.set(environment, variable);
    return value == null
        ? null
        : new Found(new Place("environment " + variable, onBehalfOf.name(), 0), variable, value);
  }

  /** The variable if it is set, else the profile's key: the order of the SDKs for everything but the region. */
  @Nullable
  Found first(String variable, Section profile, String key) {
    Found set = get(variable, profile);
    return set == null ? profile.get(key) : set;
  }

  /** The same for a switch; false when neither is set. */
  boolean isOn(String variable, Section profile, String key, Trail trail) {
    Found found = first(variable, profile, key);
    if (found == null) {
      return false;
    }
    trail.took(key, found);
    return switch (found.text().strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw found.problem("'" + StsLimits.shown(found.text()) + "' is neither true nor false.",
          "Write true or false.");
    };
  }
}
