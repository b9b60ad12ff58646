package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Found.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * One of the two shared files, parsed by the AWS SDK's own parser. A file that is not there is an empty one.
 *
 * @param problem why nothing could be had from it; absent when it was read
 */
record SharedFile(Path path, ProfileFile parsed, LineIndex lines, ProfileFile.Type type,
    @Nullable ProfileProblem problem) {

  /** Beyond any config that a person or a generator writes; keeps a wrong path from filling the memory. */
  static final int LARGEST = 8 << 20;

  /** The parser's messages name lines and never quote them; anything else is not passed on. */
  private static final Pattern KNOWN_MESSAGE = Pattern.compile("[A-Za-z=\\]' -]+ on line \\d+\\.?");

  static SharedFile read(Path path, ProfileFile.Type type) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile() && !path.toRealPath().equals(Path.of("/dev/null"))) {
        return broken(path, type, "is not a file.", "Name a file in "
            + (type == ProfileFile.Type.CONFIGURATION ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE")
            + ", or put one there.");
      }
      if (attributes.size() > LARGEST) {
        return broken(path, type, "is larger than " + (LARGEST >> 20) + " MiB.",
            "Look whether this is the right file.");
      }
      return parse(path, new String(Files.readAllBytes(path), StandardCharsets.UTF_8), type);
    } catch (NoSuchFileException _) {
      return parse(path, "", type);
    } catch (IOException e) {
      return broken(path, type, "cannot be read (" + e.getClass().getSimpleName() + ").",
          "Let the user that the daemon runs as read it.");
    }
  }

  static SharedFile parse(Path path, String text, ProfileFile.Type type) {
    // Editors on Windows put a byte order mark before the first line, which the parser takes for a name.
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      ProfileFile parsed = ProfileFile.builder().content(withoutMark).type(type).build();
      return new SharedFile(path, parsed, new LineIndex(withoutMark), type, null);
    } catch (RuntimeException e) {
      // Not only IllegalArgumentException: a line that holds a single '[' makes the parser run past its end.
      String told = e.getMessage();
      return broken(path, type,
          "is malformed: "
              + (told != null && KNOWN_MESSAGE.matcher(told).matches() ? told : "the parser refuses it")
              + ".",
          "Mend the line.");
    }
  }

  /** The sections of one kind that can be had by name. */
  @Nullable
  Section section(String kind, String name) {
    return parsed.getSection(kind, name).map(found -> section(found, kind)).orElse(null);
  }

  Map<String, Section> profiles() {
    var sections = new HashMap<String, Section>();
    parsed.profiles().forEach((name, profile) -> sections.put(name, section(profile, "profile")));
    return sections;
  }

  private Section section(Profile parsedSection, String kind) {
    String name = parsedSection.name();
    String header = header(kind, name);
    var values = new HashMap<String, Found>();
    parsedSection.properties().forEach((written, value) -> {
      // The SDK for Java keeps the letter case of keys; by the published cases it means nothing.
      String key = written.toLowerCase(Locale.ROOT);
      var place = new Place(path.toString(), name, lines.lineOf(header, written));
      values.merge(key, new Found(place, key, value),
          (one, other) -> one.where().line() > other.where().line() ? one : other);
    });
    return new Section(name, path.toString(), values);
  }

  private String header(String kind, String name) {
    if (type == ProfileFile.Type.CREDENTIALS) {
      return name;
    }
    String prefixed = kind + ' ' + name;
    return name.equals("default") && !lines.headers().containsKey(prefixed) ? name : prefixed;
  }

  private static SharedFile broken(Path path, ProfileFile.Type type, String what, String remedy) {
    return new SharedFile(path, ProfileFile.builder().content("").type(type).build(), new LineIndex(""), type,
        new ProfileProblem(path.toString(), null, null, "The file " + what, remedy));
  }
}
