package io.credentialbroker.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON out of nested maps, lists and values; control characters are escaped, as JSON wants it. */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** For programs: one object on one line. */
  public static String line(Map<String, Object> object) {
    return text(object, null);
  }

  /** For people to read and copy: indented by two, each element of an array on a line of its own. */
  static String pretty(Map<String, Object> object) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter(
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(indenter).withArrayIndenter(indenter);
    return text(object, printer);
  }

  private static String text(Map<String, Object> object, @Nullable PrettyPrinter printer) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      if (printer != null) {
        json.setPrettyPrinter(printer);
      }
      write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof JsonObject object) {
      write(object.fields(), json);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var one : map.entrySet()) {
        json.writeFieldName(String.valueOf(one.getKey()));
        write(one.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object one : list) {
        write(one, json);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
