package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.ProfileName;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From method and path to the endpoint that answers. */
final class Routes {
  private static final String PROFILE = "{profile}";

  private final List<Route> all;

  Routes(List<? extends Pages> pages) {
    this.all = pages.stream().flatMap(page -> page.routes().stream()).toList();
  }

  /** Each as {@code METHOD path}, in their order. */
  List<String> requests() {
    return all.stream().map(route -> route.method() + ' ' + route.path()).toList();
  }

  /**
   * One line of the table.
   *
   * @param method {@code GET} or {@code POST}
   * @param path with {@code {profile}} where the profile stands
   * @param keys what the body of a {@code POST} may have
   */
  record Route(String method, String path, Set<String> keys, Endpoint endpoint) {
    /** A route that takes nothing but its path. */
    Route(String method, String path, Endpoint endpoint) {
      this(method, path, Set.of(), endpoint);
    }

    /** The raw text of the profile, empty for a path without one; null when the path is another. */
    @Nullable
    String match(String[] asked) {
      String[] mine = path.split("/", -1);
      if (mine.length != asked.length) {
        return null;
      }
      String profile = "";
      for (int i = 0; i < mine.length; i++) {
        if (mine[i].equals(PROFILE)) {
          profile = asked[i];
        } else if (!mine[i].equals(asked[i])) {
          return null;
        }
      }
      return profile;
    }
  }

  CompletionStage<Answer> answer(String method, String path, ObjectNode body, Channel connection) {
    String[] asked = path.split("/", -1);
    var here = all.stream().filter(route -> route.match(asked) != null).toList();
    if (here.isEmpty()) {
      return done(Answer.error(404, "NotFound",
          "There is nothing at this path. The command and the daemon may be of different versions."));
    }
    for (Route route : here) {
      String raw = route.match(asked);
      if (route.method().equals(method) && raw != null) {
        return call(route, raw, body, connection);
      }
    }
    String allowed = here.stream().map(Route::method).collect(Collectors.joining(", "));
    return done(Answer.error(405, "MethodNotAllowed", Told.of("This path answers " + allowed + " only."),
        Map.of("Allow", allowed)));
  }

  private static CompletionStage<Answer> call(Route route, String raw, ObjectNode body,
      Channel connection) {
    String unknown = body.propertyStream().map(Map.Entry::getKey).filter(key -> !route.keys().contains(key))
        .findFirst().orElse(null);
    if (unknown != null) {
      return done(Answer.error(400, "BadRequest", "The body has a key that is not known here. Known: "
          + (route.keys().isEmpty() ? "none" : String.join(", ", new TreeSet<>(route.keys()))) + "."));
    }
    if (!route.path().contains(PROFILE)) {
      return route.endpoint().answer(new Call(null, body, connection));
    }
    ProfileName profile;
    try {
      profile = new ProfileName(decode(raw));
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return done(Answer.error(400, "InvalidProfileName",
          "The profile in the path is no percent-encoded UTF-8 text of 1 to 256 characters."));
    }
    return route.endpoint().answer(new Call(profile, body, connection));
  }

  /** Decodes exactly once; a stray {@code %} is a mistake and not itself. */
  private static String decode(String raw) throws CharacterCodingException {
    byte[] ascii = raw.getBytes(StandardCharsets.UTF_8);
    var plain = ByteBuffer.allocate(ascii.length);
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] != '%') {
        plain.put(ascii[i]);
      } else if (i + 2 < ascii.length) {
        plain.put((byte) (hex(ascii[++i]) << 4 | hex(ascii[++i])));
      } else {
        throw new IllegalArgumentException("a percent sign without two digits");
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
  }

  private static int hex(byte digit) {
    int value = Character.digit(digit, 16);
    if (value < 0) {
      throw new IllegalArgumentException("a percent sign without two digits");
    }
    return value;
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
