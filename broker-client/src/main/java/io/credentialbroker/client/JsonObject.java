package io.credentialbroker.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of the wire. Unknown keys are kept and ignored, so that a newer daemon can say more; a key of
 * the wrong type is the same as a bad answer.
 */
final class JsonObject {
  /** Excerpts of what is read could be secret, so the parser's messages must not carry any. */
  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .build();

  private final Map<String, Object> fields;

  private JsonObject(Map<String, Object> fields) {
    this.fields = fields;
  }

  static JsonObject read(byte[] utf8) throws BrokerException {
    try (JsonParser parser = JSON.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong("the answer is not a JSON object");
      }
      JsonObject object = readObject(parser);
      if (parser.nextToken() != null) {
        throw wrong("the answer has something after its JSON");
      }
      return object;
    } catch (IOException e) {
      throw wrong("the answer is not JSON");
    }
  }

  @Nullable
  String text(String key) throws BrokerException {
    return as(String.class, key);
  }

  String requiredText(String key) throws BrokerException {
    return required(text(key), key);
  }

  long number(String key, long absent) throws BrokerException {
    Long number = as(Long.class, key);
    return number == null ? absent : number;
  }

  boolean flag(String key) throws BrokerException {
    return Boolean.TRUE.equals(as(Boolean.class, key));
  }

  @Nullable
  Instant instant(String key) throws BrokerException {
    String text = text(key);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("'" + key + "' is not an instant");
    }
  }

  @Nullable
  JsonObject object(String key) throws BrokerException {
    return as(JsonObject.class, key);
  }

  /** The objects of an array; an absent array is an empty one. */
  List<JsonObject> objects(String key) throws BrokerException {
    return elements(JsonObject.class, key);
  }

  List<Long> numbers(String key) throws BrokerException {
    return elements(Long.class, key);
  }

  List<String> texts(String key) throws BrokerException {
    return elements(String.class, key);
  }

  /** This object as text by name, in its own order; every value has to be text. */
  Map<String, String> allTexts() throws BrokerException {
    var texts = new LinkedHashMap<String, String>();
    for (String key : fields.keySet()) {
      texts.put(key, requiredText(key));
    }
    return texts;
  }

  /** This object as text for people. */
  String pretty() {
    return JsonText.pretty(fields);
  }

  Map<String, Object> fields() {
    return fields;
  }

  static <T> T required(@Nullable T value, String key) throws BrokerException {
    if (value == null) {
      throw wrong("the answer has no '" + key + "'");
    }
    return value;
  }

  /** Names without values: those may be secret. */
  @Override
  public String toString() {
    return "JSON with " + fields.keySet();
  }

  private <T> @Nullable T as(Class<T> type, String key) throws BrokerException {
    Object value = fields.get(key);
    if (value != null && !type.isInstance(value)) {
      throw wrong("'" + key + "' of the answer has the wrong type");
    }
    return value == null ? null : type.cast(value);
  }

  private <T> List<T> elements(Class<T> type, String key) throws BrokerException {
    List<?> array = as(List.class, key);
    var elements = new ArrayList<T>();
    for (Object element : array == null ? List.of() : array) {
      if (!type.isInstance(element)) {
        throw wrong("'" + key + "' of the answer has an element of the wrong type");
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  private static JsonObject readObject(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Object value = readValue(parser, parser.nextToken());
      if (value != null) {
        fields.put(name, value);
      }
    }
    return new JsonObject(fields);
  }

  private static @Nullable Object readValue(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
        throw new IOException("not a value");
    };
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    var elements = new ArrayList<Object>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      Object value = readValue(parser, token);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }

  private static BrokerException wrong(String what) {
    return new BrokerException(Kind.BAD_ANSWER, what, "what answers is not a brokerd, or not one that fits");
  }
}
