package io.credentialbroker.core.profile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a person writes a key of a profile so that this reader takes it.
 *
 * @param files the shared files
 * @param settings what {@code broker.toml} says
 */
public record KeyPlaces(SharedFiles files, ProfileSettings settings) {
  /** Of the keys that are ever proposed the one that AWS does not have: only {@code broker.toml} gives it. */
  private static final String OF_SETTINGS = "source_identity";
  private static final Set<String> OF_CREDENTIALS = Set.of("aws_access_key_id", "aws_secret_access_key",
      "aws_session_token");
  private static final String ENVIRONMENT = "environment ";

  /** Whether a key is one of the keys that calls are signed with. */
  public static boolean isOfCredentials(String key) {
    return OF_CREDENTIALS.contains(key);
  }

  /** The place of a key for the profile that a step belongs to. */
  public KeyPlace of(Explanation.Step step, String key) {
    String origin = step.settings().stream().filter(setting -> setting.name().equals(key))
        .map(Explanation.Setting::origin).filter(it -> !it.equals("default")).findFirst().orElse(null);
    // A profile's own region goes before the variables; for all else that a variable has given it is the other way.
    if (origin != null && origin.startsWith(ENVIRONMENT) && !key.equals("region")) {
      String variable = origin.substring(ENVIRONMENT.length());
      // The one without a service's name is taken for all of them, and the address is that of STS alone.
      return new KeyPlace(KeyPlace.Form.VARIABLE, "", 0,
          variable.equals("AWS_ENDPOINT_URL") ? variable + "_STS" : variable, key);
    }
    return origin == null || origin.startsWith(ENVIRONMENT)
        ? missing(step.owner(), key)
        : standing(step.owner(), key, origin);
  }

  private KeyPlace standing(String owner, String key, String origin) {
    int colon = origin.matches(".*:\\d+") ? origin.lastIndexOf(':') : origin.length();
    String file = origin.substring(0, colon);
    int line = colon == origin.length() ? 0 : Integer.parseInt(origin.substring(colon + 1));
    KeyPlace.Form form = file.equals(settings.origin()) ? KeyPlace.Form.TOML : KeyPlace.Form.SHARED;
    // A region may be that of [default], and an endpoint stand in a [services] section: the line tells.
    boolean elsewhere = key.equals("region") || key.equals("endpoint_url");
    return new KeyPlace(form, file, line, elsewhere ? "" : header(form, file, owner), key);
  }

  private KeyPlace missing(String owner, String key) {
    boolean inSettings = OF_SETTINGS.equals(key) || isRole(owner);
    KeyPlace.Form form = inSettings ? KeyPlace.Form.TOML : KeyPlace.Form.SHARED;
    String file = inSettings
        ? settings.origin()
        : (isOfCredentials(key) ? files.credentials() : files.config()).toString();
    return new KeyPlace(form, file, 0, header(form, file, owner), key);
  }

  private String header(KeyPlace.Form form, String file, String owner) {
    if (form == KeyPlace.Form.TOML) {
      return (isRole(owner) ? "[role." : "[profile.") + KeyPlace.tomlKey(owner) + ']';
    }
    boolean bare = file.equals(files.credentials().toString()) || owner.equals("default");
    return bare ? '[' + owner + ']' : "[profile " + owner + ']';
  }

  private boolean isRole(@Nullable String owner) {
    return owner != null && ProfileName.fits(owner) && settings.roles().containsKey(new ProfileName(owner));
  }
}
