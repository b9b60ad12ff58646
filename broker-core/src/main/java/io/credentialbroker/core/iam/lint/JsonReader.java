package io.credentialbroker.core.iam.lint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * From bytes to a tree with positions, or to the one finding that says why there is none.
 *
 * <p>Decoding comes first and by itself: a parser that is fed bytes counts columns in bytes, and guesses other
 * encodings that IAM would not take.
 */
final class JsonReader {
  /** Bytes: thirty times the largest policy, and small enough to be read twice. */
  static final int LARGEST_INPUT = 128 * 1024;
  /** The policy language needs six levels. */
  private static final int DEEPEST = 32;
  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
          // What the file's size bounds needs no bound of its own.
          .maxNameLength(LARGEST_INPUT).maxNumberLength(LARGEST_INPUT).maxStringLength(LARGEST_INPUT).build())
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  /** Where the parser tells of its own settings: they are not the file's. */
  private static final Pattern PARSERS_OWN = Pattern
      .compile(" \\((start marker|for \\w+ starting) at \\[Source: .*?]\\)"
          + "|: enable `[^`]*` to allow| \\(not recognized as one since Feature [^)]*\\)");

  private JsonReader() {}

  /** What came of reading. */
  sealed interface Reading {}

  /** It is JSON; {@code text} is the decoded file. */
  record Read(Json root, String text) implements Reading {}

  /** It is not. */
  record Unreadable(Finding finding) implements Reading {}

  static Reading read(byte[] input) {
    if (input.length > LARGEST_INPUT) {
      return unreadable(Rule.INPUT_TOO_LARGE,
          "The file has more than " + LARGEST_INPUT + " bytes; the largest policy has 10,240 characters.",
          Place.START);
    }
    if (startsWith(input, 0xEF, 0xBB, 0xBF) || startsWith(input, 0xFE, 0xFF)
        || startsWith(input, 0xFF, 0xFE)) {
      return unreadable(Rule.INPUT_BYTE_ORDER_MARK,
          "The file begins with a byte-order mark, which IAM and other JSON readers refuse.", Place.START);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
      return parse(text);
    } catch (CharacterCodingException e) {
      return unreadable(Rule.INPUT_NOT_UTF8, "The file holds bytes that are not UTF-8.", Place.START);
    }
  }

  private static Reading parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return parse(parser, text);
    } catch (JsonProcessingException e) {
      // Only the first line: those after it describe the parser, not the file.
      String reason = PARSERS_OWN
          .matcher(e.getOriginalMessage().lines().findFirst().orElse("unexpected content"))
          .replaceAll("");
      JsonLocation location = e.getLocation();
      return unreadable(Rule.INPUT_NOT_JSON, "The file is not JSON: " + reason + ".",
          location == null ? Place.START : place(location, ""));
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
  }

  private static Reading parse(JsonParser parser, String text) throws IOException {
    try {
      if (parser.nextToken() == null) {
        return unreadable(Rule.INPUT_EMPTY, "There is nothing to judge: no byte but white space came in.",
            Place.START);
      }
      Json root = value(parser, "");
      if (parser.nextToken() != null) {
        return unreadable(Rule.INPUT_NOT_JSON, "Something follows after the end of the policy.",
            place(parser.currentTokenLocation(), ""));
      }
      return new Read(root, text);
    } catch (StreamConstraintsException _) {
      return unreadable(Rule.INPUT_TOO_DEEP,
          "Objects and lists lie in each other more than " + DEEPEST + " levels deep, the limit.",
          place(parser.currentTokenLocation(), ""));
    }
  }

  private static Json value(JsonParser parser, String pointer) throws IOException {
    Place place = place(parser.currentTokenLocation(), pointer);
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser, place);
    }
    if (token == JsonToken.START_ARRAY) {
      var items = new ArrayList<Json>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser, place.pointerTo(Integer.toString(items.size()))));
      }
      return new Json.Arr(place, List.copyOf(items));
    }
    String text = parser.getText();
    return token == JsonToken.VALUE_STRING ? new Json.Text(place, text) : new Json.Scalar(place, text);
  }

  private static Json object(JsonParser parser, Place place) throws IOException {
    var members = new ArrayList<Json.Member>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String pointer = place.pointerTo(name);
      Place keyPlace = place(parser.currentTokenLocation(), pointer);
      parser.nextToken();
      members.add(new Json.Member(keyPlace, name, value(parser, pointer)));
    }
    return new Json.Obj(place, List.copyOf(members));
  }

  private static boolean startsWith(byte[] input, int... mark) {
    if (input.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((input[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static Place place(JsonLocation location, String pointer) {
    return new Place(pointer, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static Reading unreadable(Rule rule, String message, Place place) {
    return new Unreadable(new Finding(rule, message, place));
  }
}
