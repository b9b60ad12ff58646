package io.credentialbroker.sandbox.world;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ARN of an IAM entity.
 *
 * @param partition e.g. {@code aws}
 * @param account twelve digits
 * @param kind {@code user}, {@code role}, {@code mfa}, {@code saml-provider}, {@code oidc-provider}
 * @param path begins and ends with a slash; {@code /} for none
 * @param name what follows the path
 */
public record Arn(String partition, String account, String kind, String path, String name) {

  private static final Pattern IAM = Pattern
      .compile("arn:(aws[a-z-]*):iam::(\\d{12}):([a-z-]+)(/(?:[\\x21-\\x7e]+/)?)([^/]+)");

  /** Reads an ARN; null when it is none of an IAM entity. */
  public static @Nullable Arn parse(String text) {
    var matcher = IAM.matcher(text);
    return matcher.matches()
        ? new Arn(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5))
        : null;
  }

  /**
   * Reads the ARN of something of one kind.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static Arn of(String text, String kind) {
    Arn arn = parse(text);
    if (arn == null || !arn.kind().equals(kind)) {
      throw new IllegalArgumentException("not the ARN of a " + kind + ": " + text);
    }
    return arn;
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + account + ":" + kind + path + name;
  }
}
