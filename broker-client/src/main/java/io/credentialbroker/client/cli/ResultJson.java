package io.credentialbroker.client.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.credentialbroker.client.StatusReport.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json} of a command that does something: what became of it, as one object on one line. */
final class ResultJson {
  @Option(names = "--json", description = "Prints the result as one JSON object: docs/cli.md.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** An object whose absent values have no key: text, numbers, instants, lists and objects by their names. */
  static Map<String, Object> object(@Nullable Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        object.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return object;
  }

  static Map<String, Object> problem(Problem problem) {
    return object("file", problem.file(), "profile", problem.profile(), "key", problem.key(), "message",
        problem.message(), "remedy", problem.remedy());
  }

  static String line(Map<String, Object> object) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes what is written to it", e);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> map) {
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
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(value.toString());
    }
  }
}
