package io.credentialbroker.core.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the shared files are, by the rules of the AWS SDKs and Tools reference ("Location of the shared files").
 *
 * @param config {@code AWS_CONFIG_FILE}, else {@code ~/.aws/config}
 * @param credentials {@code AWS_SHARED_CREDENTIALS_FILE}, else {@code ~/.aws/credentials}
 */
public record SharedFiles(Path config, Path credentials) {

  /** The locations for this environment; a leading {@code ~} stands for the home directory. */
  public static SharedFiles of(Map<String, String> environment, Path home) {
    return new SharedFiles(located(set(environment, "AWS_CONFIG_FILE"), home, "config"),
        located(set(environment, "AWS_SHARED_CREDENTIALS_FILE"), home, "credentials"));
  }

  /**
   * The home directory that the SDKs take: {@code HOME}, on Windows then {@code USERPROFILE} and
   * {@code HOMEDRIVE} with {@code HOMEPATH}, else what the platform says.
   */
  public static Path homeOf(Map<String, String> environment, boolean windows, Path platformSays) {
    String own = set(environment, "HOME");
    if (own == null && windows) {
      String drive = set(environment, "HOMEDRIVE");
      String path = set(environment, "HOMEPATH");
      String profile = set(environment, "USERPROFILE");
      own = profile != null || drive == null || path == null ? profile : drive + path;
    }
    return own == null ? platformSays : Path.of(own);
  }

  /** A path as a person writes it in a setting: a leading {@code ~} is the home directory. */
  static Path expanded(String written, Path home) {
    if (written.equals("~")) {
      return home;
    }
    return written.startsWith("~/") ? home.resolve(written.substring(2)) : Path.of(written);
  }

  List<Path> both() {
    return List.of(config, credentials);
  }

  /** A variable's value; a blank one counts as not set. */
  static @Nullable String set(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value;
  }

  private static Path located(@Nullable String override, Path home, String name) {
    return override == null ? home.resolve(".aws").resolve(name) : expanded(override, home);
  }
}
