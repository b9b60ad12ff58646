package io.credentialbroker.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What is sent with a POST, as JSON in UTF-8. */
final class RequestBody {
  private static final JsonFactory JSON = new JsonFactory();

  private RequestBody() {}

  /** An object of text. */
  static byte[] object(Map<String, String> texts) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (var one : texts.entrySet()) {
        json.writeStringField(one.getKey(), one.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return bytes.toByteArray();
  }

  /** What asks for a named token. */
  static byte[] wish(TokenWish wish) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("name", wish.name());
      json.writeArrayFieldStart("profiles");
      for (String profile : wish.profiles()) {
        json.writeString(profile);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("uids");
      for (long uid : wish.uids()) {
        json.writeNumber(uid);
      }
      json.writeEndArray();
      if (wish.life() != null) {
        json.writeNumberField("seconds", wish.life().toSeconds());
      }
      if (wish.uses() != null) {
        json.writeNumberField("uses", wish.uses());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return bytes.toByteArray();
  }
}
