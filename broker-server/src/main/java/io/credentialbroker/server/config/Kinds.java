package io.credentialbroker.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.SessionNaming;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of values that the config file knows. */
final class Kinds {
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern SERIALS = Pattern.compile("[A-Za-z0-9_+=/:,.@-]{9,256}");
  private static final Pattern DURATIONS = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

  static final Kind<List<InetSocketAddress>> LOOPBACK_ADDRESSES = kind(
      "a list of loopback addresses with ports, such as [\"127.0.0.1:9780\"]",
      (node, _) -> each(node, ListenAddress::loopback));

  static final Kind<List<InetSocketAddress>> EXPOSED_ADDRESSES = kind(
      "a list of addresses with ports, such as [\"169.254.170.2:80\"], none of them loopback or 0.0.0.0",
      (node, _) -> each(node, ListenAddress::exposed));

  static final Kind<Set<Integer>> UIDS = kind("a list of numbers of users", (node, places) -> {
    if (!node.isArray()) {
      throw new Kind.Mismatch(isNot(node));
    }
    var uids = new HashSet<Integer>();
    for (JsonNode one : node) {
      uids.add(count(0, Integer.MAX_VALUE).read(one, places));
    }
    return Set.copyOf(uids);
  });

  static final Kind<@Nullable InetSocketAddress> LOOPBACK_ADDRESS = kind(
      "a loopback address with a port, such as \"127.0.0.1:9782\"",
      (node, _) -> ListenAddress.loopback(text(node)));

  static final Kind<@Nullable ProfileName> PROFILE = kind("the name of a profile", (node, _) -> {
    try {
      return new ProfileName(text(node));
    } catch (IllegalArgumentException e) {
      throw new Kind.Mismatch("that is no name of a profile");
    }
  });

  static final Kind<List<InetSocketAddress>> ADDRESSES = kind(
      "a list of addresses with ports, such as [\"127.0.0.1:9781\"]",
      (node, _) -> each(node, ListenAddress::parse));

  static final Kind<BrokerConfig.LogFormat> LOG_FORMAT = kind("\"text\" or \"json\"",
      (node, _) -> switch (text(node)) {
        case "text" -> BrokerConfig.LogFormat.TEXT;
        case "json" -> BrokerConfig.LogFormat.JSON;
        default -> throw new Kind.Mismatch("it is neither");
      });

  static final Kind<List<String>> GLOBS = kind("a list of profile names, in which * and ? are wildcards",
      (node, _) -> each(node, Kinds::glob));

  static final Kind<@Nullable List<String>> SOME_GLOBS = kind(
      "a list of at least one profile name, in which * and ? are wildcards", (node, _) -> {
        var globs = each(node, Kinds::glob);
        if (globs.isEmpty()) {
          throw new Kind.Mismatch("the list is empty");
        }
        return globs;
      });

  static final Kind<@Nullable Path> PATH = kind("a path; ~ is the home folder", (node, places) -> {
    String text = text(node);
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new Kind.Mismatch("that is no path");
    }
    return places.resolve(text);
  });

  static final Kind<@Nullable String> COMMAND = kind("a command with its arguments; no shell reads it",
      (node, _) -> {
        String text = text(node);
        if (text.isBlank() || text.indexOf('\0') >= 0) {
          throw new Kind.Mismatch("that is no command");
        }
        return text;
      });

  static final Kind<@Nullable String> SERIAL = kind(
      "an ARN or a number of 9 to 256 characters of [A-Za-z0-9_+=/:,.@-]", (node, _) -> {
        String text = text(node);
        if (!SERIALS.matcher(text).matches()) {
          throw new Kind.Mismatch("it has other characters or another length");
        }
        return text;
      });

  static final Kind<@Nullable String> SESSION_NAME = kind(
      "text with the placeholders {user}, {host} and {profile}", (node, _) -> {
        String text = text(node);
        try {
          return new SessionNaming(text, "user", "host").template();
        } catch (IllegalArgumentException e) {
          throw new Kind.Mismatch(String.valueOf(e.getMessage()));
        }
      });

  static final Kind<@Nullable String> NAME = kind("a name of 1 to 64 characters of [A-Za-z0-9._-]",
      (node, _) -> {
        String text = text(node);
        if (!NAMES.matcher(text).matches()) {
          throw new Kind.Mismatch("'" + text + "' has other characters or another length");
        }
        return text;
      });

  static final Kind<Boolean> BOOLEAN = kind("true or false", (node, _) -> {
    if (!node.isBoolean()) {
      throw new Kind.Mismatch(isNot(node));
    }
    return node.booleanValue();
  });

  private Kinds() {}

  static Kind<Integer> count(int least, int most) {
    return kind("a whole number from " + least + " to " + most, (node, _) -> {
      if (!node.isIntegralNumber()) {
        throw new Kind.Mismatch(isNot(node));
      }
      if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
        throw new Kind.Mismatch(node.asText() + " is out of range");
      }
      return node.intValue();
    });
  }

  /** The same kind for a key whose absence means something. */
  static <T> Kind<@Nullable T> optional(Kind<T> kind) {
    return kind(kind.words(), (node, places) -> kind.read(node, places));
  }

  static Kind<Duration> duration(Duration least, Duration most) {
    String words = "a time from \"" + inWords(least) + "\" to \"" + inWords(most) + "\", in s, m, h or d";
    return kind(words, (node, _) -> {
      String text = text(node);
      Matcher parts = DURATIONS.matcher(text);
      if (!parts.matches()) {
        throw new Kind.Mismatch("'" + text + "' is no such time");
      }
      long number = Long.parseLong(parts.group(1));
      Duration value = switch (parts.group(2)) {
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        throw new Kind.Mismatch("'" + text + "' is out of range");
      }
      return value;
    });
  }

  private static String inWords(Duration duration) {
    return duration.toDays() > 0 ? duration.toDays() + "d" : duration.toMinutes() + "m";
  }

  private static String glob(String text) throws Kind.Mismatch {
    if (text.isEmpty() || text.length() > 256) {
      throw new Kind.Mismatch("a profile name has 1 to 256 characters");
    }
    return text;
  }

  static <T> List<T> each(JsonNode node, Element<T> element) throws Kind.Mismatch {
    if (!node.isArray()) {
      throw new Kind.Mismatch(isNot(node));
    }
    var values = new ArrayList<T>();
    for (JsonNode one : node) {
      values.add(element.read(text(one)));
    }
    return List.copyOf(values);
  }

  static String text(JsonNode node) throws Kind.Mismatch {
    if (!node.isTextual()) {
      throw new Kind.Mismatch(isNot(node));
    }
    return node.textValue();
  }

  static String isNot(JsonNode node) {
    return "it is " + switch (node.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "a table";
      case POJO -> "a date or time";
      case BINARY, MISSING, NULL -> "nothing";
    };
  }

  static <T extends @Nullable Object> Kind<T> kind(String words, Reading<T> reading) {
    return new Kind<>() {
      @Override
      public String words() {
        return words;
      }

      @Override
      public T read(JsonNode node, Places places) throws Mismatch {
        return reading.read(node, places);
      }
    };
  }

  interface Reading<T extends @Nullable Object> {
    T read(JsonNode node, Kind.Places places) throws Kind.Mismatch;
  }

  interface Element<T> {
    T read(String text) throws Kind.Mismatch;
  }
}
