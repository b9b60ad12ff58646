package io.credentialbroker.core.sts;

import io.credentialbroker.core.fixtures.HttpStub.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Answers in the words of the STS query protocol. */
final class StsXml {
  static final String KEY = "ASIAIOSFODNN7EXAMPLE";
  static final String CANARY_SECRET = "canarySecretKey/0123456789/abcdefghijklmn";
  static final String CANARY_TOKEN = "canarySessionToken//////////0123456789==";

  private StsXml() {}

  static Answer credentials(String action, Instant expiration, String extra) {
    return ok(action, keys(KEY, CANARY_SECRET, CANARY_TOKEN, expiration.toString()) + extra);
  }

  static String keys(String id, String secret, String token, String expiration) {
    return "<Credentials>" + element("AccessKeyId", id) + element("SecretAccessKey", secret)
        + element("SessionToken", token) + element("Expiration", expiration) + "</Credentials>";
  }

  static String assumedRole(String arn) {
    return "<AssumedRoleUser>" + element("Arn", arn) + element("AssumedRoleId", "AROA:x")
        + "</AssumedRoleUser>";
  }

  static Answer ok(String action, String result) {
    return new Answer(200, List.of("Content-Type: text/xml"),
        "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action + "Result>"
            + result + "</" + action
            + "Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></"
            + action + "Response>");
  }

  static Answer error(int status, String code, String message, String... headers) {
    return new Answer(status, List.of(headers),
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
            + element("Code", code) + element("Message", message)
            + "</Error><RequestId>1</RequestId></ErrorResponse>");
  }

  static String date(Instant instant) {
    return "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private static String element(String name, String value) {
    return value.isEmpty() ? "" : "<" + name + ">" + value + "</" + name + ">";
  }
}
