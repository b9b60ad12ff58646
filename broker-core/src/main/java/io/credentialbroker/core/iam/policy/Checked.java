package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.Arn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** The checks that the parts of a policy share. Each answers its value, or throws and names the parameter. */
final class Checked {
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  /** Session names and source identities, and with them the wildcards and variables of a condition. */
  private static final Pattern NAME_PATTERN = Pattern.compile("[\\w+=,.@*?${}:/-]{1,256}");

  private Checked() {}

  /** Any text that is not blank and has no control characters. */
  static String text(String what, String value) {
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new UnfitException("the " + what + " is missing, or has control characters",
          "give the " + what + " as one line of text");
    }
    return value;
  }

  /** Text that stands for itself. */
  static String literal(String what, String value) {
    if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
      throw new UnfitException("the " + what + " '" + value + "' has a wildcard", "name it in full");
    }
    return text(what, value);
  }

  static String account(String value) {
    if (!Arn.isAccountId(value)) {
      throw new UnfitException("'" + value + "' is no account id", "one has twelve digits, as 123456789012");
    }
    return value;
  }

  static String partition(String value) {
    if (!Arn.isPartition(value)) {
      throw new UnfitException("'" + value + "' is no partition",
          "the usual one is 'aws'; others are 'aws-cn' and 'aws-us-gov'");
    }
    return value;
  }

  static String externalId(String value) {
    if (!EXTERNAL_ID.matcher(value).matches()) {
      throw new UnfitException("the external id is too short, too long or has characters that none can have",
          "one has 2 to 1224 letters, digits or any of _+=,.@:/-");
    }
    return value;
  }

  static String namePattern(String what, String value) {
    if (!NAME_PATTERN.matcher(value).matches()) {
      throw new UnfitException(
          "the " + what + " '" + value + "' is empty, too long or has characters that none can have",
          "it has letters, digits, _+=,.@-, wildcards, and variables such as ${aws:username}");
    }
    return value;
  }

  /**
   * Host and path of an issuer's address, as IAM names a provider: without the scheme and a final slash.
   *
   * @throws IllegalArgumentException when it is not an https URL without a query
   */
  static String issuerHost(String issuer) {
    try {
      var uri = new URI(issuer);
      boolean plain = uri.getQuery() == null && uri.getFragment() == null && uri.getUserInfo() == null
          && uri.getPort() == -1;
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && plain) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        return uri.getHost() + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
      }
    } catch (URISyntaxException e) {
      // Told below, as every other address that IAM does not take.
    }
    throw new UnfitException("the issuer '" + issuer + "' is not an https URL without port, query and user,"
        + " as IAM asks of an identity provider",
        "give it as the tokens have it in 'iss', e.g. https://gitlab.com");
  }
}
