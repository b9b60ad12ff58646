package io.credentialbroker.sandbox.sigv4;

import io.credentialbroker.sandbox.http.AwsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code Authorization} header of a signed request, taken apart.
 *
 * @param scopeDate {@code yyyyMMdd}
 * @param signedHeaders lower-case names, in the order given
 */
record Authorization(String accessKeyId, String scopeDate, String region, String service,
    List<String> signedHeaders, String signature) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  Authorization {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /** Reads the header, or refuses it as AWS does; the message never repeats the header. */
  static Authorization parse(String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw incomplete("Authorization header requires the algorithm " + ALGORITHM + ".");
    }
    Map<String, String> parts = new TreeMap<>();
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw incomplete(
            "A part of the Authorization header is not a valid key=value pair (missing equal-sign).");
      }
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    String credential = need(parts, "Credential");
    String signature = need(parts, "Signature");
    String[] scope = credential.split("/", -1);
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw incomplete("Credential must have exactly 5 slash-delimited elements, e.g."
          + " keyid/date/region/service/term, and end in aws4_request.");
    }
    return new Authorization(scope[0], scope[1], scope[2], scope[3],
        List.of(need(parts, "SignedHeaders").split(";", -1)), signature);
  }

  String scope() {
    return scopeDate + "/" + region + "/" + service + "/aws4_request";
  }

  private static String need(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw incomplete("Authorization header requires '" + name + "' parameter.");
    }
    return value;
  }

  private static AwsError incomplete(String message) {
    return new AwsError(400, "IncompleteSignature", message);
  }
}
