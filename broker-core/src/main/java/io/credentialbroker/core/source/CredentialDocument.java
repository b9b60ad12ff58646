package io.credentialbroker.core.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.SafeText;
import io.credentialbroker.core.secret.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON in which commands, containers and instances give credentials. Jackson's error messages quote what
 * they could not read, so none of them is used.
 */
final class CredentialDocument {
  private static final String COMMANDS_SHAPE = "Run it in a terminal: it has to print one JSON object with Version"
      + " 1, AccessKeyId, SecretAccessKey, mostly SessionToken and Expiration, and nothing else.";
  private static final String SERVICES_SHAPE = "Check the address that is configured for it: what answers there does"
      + " not speak its protocol.";

  private static final Pattern ZONE_WITHOUT_COLON = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");

  private final String step;
  private final String who;
  private final String remedy;
  private final JsonNode json;

  private CredentialDocument(String step, String who, String remedy, JsonNode json) {
    this.step = step;
    this.who = who;
    this.remedy = remedy;
    this.json = json;
  }

  /**
   * A JSON object.
   *
   * @param who whose document it is, to begin a sentence with
   */
  static CredentialDocument read(String step, String who, byte[] bytes) {
    return read(step, who, SERVICES_SHAPE, bytes);
  }

  private static CredentialDocument read(String step, String who, String remedy, byte[] bytes) {
    try {
      if (Json.read(bytes) instanceof ObjectNode json) {
        return new CredentialDocument(step, who, remedy, json);
      }
    } catch (JacksonException _) {
      // falls through: said below
    }
    throw malformed(step, who + " gave something that is not a JSON object.", remedy);
  }

  /** What a {@code credential_process} prints (AWS SDKs and Tools reference, "Process credential provider"). */
  static Credentials ofProcess(Recipe.Process step, byte[] output, Instant now) {
    var document = read(step.label(),
        "The command " + SafeText.of(CommandWords.split(step.command()).getFirst()),
        COMMANDS_SHAPE, output);
    JsonNode version = document.json.get("Version");
    if (version == null || !version.isNumber() || version.asDouble() != 1) {
      throw document.malformed("did not print \"Version\": 1.");
    }
    Credentials got = document.credentials("SessionToken", FailureReason.EXPIRED_INPUT, now);
    return got.accountId() != null || step.accountId() == null
        ? got
        : new Credentials(got.accessKeyId(), got.secretAccessKey(), got.sessionToken(), got.expiration(),
            step.accountId(), null);
  }

  /**
   * The credentials in it.
   *
   * @param tokenKey {@code Token} for metadata services, {@code SessionToken} for commands
   * @param expired what it means when they have expired already: a person has to renew what a command gives, a
   *     service will do so by itself
   */
  Credentials credentials(String tokenKey, FailureReason expired, Instant now) {
    String id = required("AccessKeyId");
    String secret = required("SecretAccessKey");
    String token = text(tokenKey);
    Instant expiration = expiration();
    if (expiration != null && !expiration.isAfter(now)) {
      throw new FailureException(Failure.of(expired, step,
          who + " gave credentials that expired at " + expiration + ".",
          "Renew them where they come from, and check the clock of this machine."));
    }
    return new Credentials(id, Secret.of(secret), token == null ? null : Secret.of(token), expiration,
        account(), null);
  }

  /** The text under a key; null where there is none, or something else than text, or nothing in it. */
  @Nullable
  String text(String key) {
    JsonNode value = json.get(key);
    return value != null && value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
  }

  /** An ISO 8601 instant with a zone; {@code +0000} is accepted, as the SDKs accept it. */
  static Instant instant(String text) {
    return Instant.parse(ZONE_WITHOUT_COLON.matcher(text.strip()).replaceFirst("$1:$2"));
  }

  private @Nullable Instant expiration() {
    String text = text("Expiration");
    try {
      return text == null ? null : instant(text);
    } catch (DateTimeException _) {
      throw malformed("gave an Expiration that is not an ISO 8601 time with a zone.");
    }
  }

  private String required(String key) {
    String value = text(key);
    if (value == null) {
      throw malformed("gave no " + key + ".");
    }
    return value;
  }

  /** Some containers tell their role's ARN and not its account. */
  private @Nullable String account() {
    String account = text("AccountId");
    String role = text("RoleArn");
    String[] parts = account != null || role == null ? new String[0] : role.split(":", 6);
    return parts.length == 6 ? parts[4] : account;
  }

  private FailureException malformed(String what) {
    return malformed(step, who + ' ' + what, remedy);
  }

  private static FailureException malformed(String step, String message, String remedy) {
    return new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step, message, remedy));
  }
}
