package io.credentialbroker.core.iam.explain;

import java.util.Map;
import java.util.Set;

/** Values of the right form for keys whose right value only a person knows. */
public final class ExampleValues {
  private static final Map<String, String> BY_KEY = Map.ofEntries(
      Map.entry("role_arn", "arn:aws:iam::123456789012:role/NAME"),
      Map.entry("source_profile", "OTHER-PROFILE"),
      Map.entry("external_id", "EXTERNAL-ID"),
      Map.entry("mfa_serial", "arn:aws:iam::123456789012:mfa/DEVICE"),
      Map.entry("source_identity", "USER-NAME"), Map.entry("role_session_name", "USER-NAME"),
      Map.entry("duration_seconds", "3600"), Map.entry("region", "us-east-1"),
      Map.entry("endpoint_url", "https://sts.us-east-1.amazonaws.com"),
      Map.entry("web_identity_token_file", "/path/of/the/token"),
      Map.entry("aws_access_key_id", "AKIAEXAMPLE"), Map.entry("aws_secret_access_key", "SECRET-KEY"),
      Map.entry("aws_session_token", "SESSION-TOKEN"));

  private ExampleValues() {}

  /** All keys that may be proposed. */
  public static Set<String> keys() {
    return BY_KEY.keySet();
  }

  /** @throws IllegalArgumentException for a key that is not proposed */
  public static String of(String key) {
    String value = BY_KEY.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no value is known for the key " + key);
    }
    return value;
  }
}
