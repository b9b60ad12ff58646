package io.credentialbroker.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.core.profile.ProfileProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code broker.toml} on the disk: where it is, and one strict reading of it.
 *
 * @param path the file
 * @param required whether its absence is an error, as it is when somebody named it
 * @param home what {@code ~} stands for
 */
public record ConfigFile(Path path, boolean required, Path home) {

  /** The file that {@code --config} names. */
  public static ConfigFile named(Path path, Path home) {
    return new ConfigFile(path.toAbsolutePath().normalize(), true, home);
  }

  /**
   * The file in its usual place, {@code $XDG_CONFIG_HOME/credential-broker/broker.toml}, else
   * {@code ~/.config/credential-broker/broker.toml}. The XDG Base Directory Specification has relative values
   * ignored.
   */
  public static ConfigFile usual(Map<String, String> environment, Path home) {
    Path xdg = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""));
    Path folder = xdg.isAbsolute() ? xdg : home.resolve(".config");
    return new ConfigFile(folder.resolve("credential-broker").resolve("broker.toml"), false, home);
  }

  /** What the file says now; the defaults when it is absent and need not be there. */
  public BrokerConfig read() throws ConfigException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException _) {
      if (!required) {
        return BrokerConfig.DEFAULTS;
      }
      throw wrong("The config file does not exist.", "Create it, or leave out --config for the defaults.");
    } catch (CharacterCodingException _) {
      throw wrong("The config file is not UTF-8.", "Save it as UTF-8.");
    } catch (IOException e) {
      throw wrong("The config file cannot be read (" + e.getClass().getSimpleName() + ").",
          "Let the user of brokerd read it.");
    }
    return new ConfigMapping(path, home, text).map(tree(text));
  }

  private JsonNode tree(String text) throws ConfigException {
    // The factory alone: its mapper would load what maps objects.
    try (JsonParser parser = new TomlFactory().createParser(text)) {
      return Json.tree(parser);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String file = at == null || at.getLineNr() < 1 ? path.toString() : path + ":" + at.getLineNr();
      throw new ConfigException(new ProfileProblem(file, null, null,
          "The config file is not TOML: " + e.getOriginalMessage() + '.',
          "Correct it; see https://toml.io."));
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
  }

  private ConfigException wrong(String message, String remedy) {
    return new ConfigException(new ProfileProblem(path.toString(), null, null, message, remedy));
  }
}
