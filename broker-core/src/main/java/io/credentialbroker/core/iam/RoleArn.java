package io.credentialbroker.core.iam;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a role.
 *
 * @param path begins and ends with a slash; {@code /} for none. Path and name have 512 characters together
 * @param name 1 to 64 characters of {@code [\w+=,.@-]}; unique in its account without regard to case
 */
public record RoleArn(String partition, String accountId, String path, String name) {

  /** The longest name of a role (IAM and STS quotas). */
  public static final int LONGEST_NAME = 64;
  private static final int LONGEST_PATH_AND_NAME = 512;
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1," + LONGEST_NAME + "}");
  private static final Pattern PATH = Pattern.compile("/|/[!-~]+/");

  public RoleArn {
    if (!Arn.isPartition(partition)) {
      throw new IllegalArgumentException("'" + partition + "' is no partition; the usual one is 'aws'");
    }
    if (!Arn.isAccountId(accountId)) {
      throw new IllegalArgumentException("'" + accountId + "' is no account id; one has twelve digits");
    }
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is no role path; one begins and ends with '/'");
    }
    if (!NAME.matcher(name).matches() || path.length() + name.length() > LONGEST_PATH_AND_NAME) {
      throw new IllegalArgumentException("'" + name + "' is no role name; one has 1 to 64 letters, digits or"
          + " any of _+=,.@- and 512 characters at most together with its path");
    }
  }

  /** The role of that name, or empty when the text is not the full ARN of one role. */
  public static Optional<RoleArn> parse(String text) {
    return Arn.parse(text).flatMap(RoleArn::of);
  }

  /**
   * The role of that name.
   *
   * @throws IllegalArgumentException saying what a role ARN looks like, when the text is none
   */
  public static RoleArn require(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(
        "'" + text + "' is not the ARN of a role; one looks like arn:aws:iam::123456789012:role/NAME"));
  }

  private static Optional<RoleArn> of(Arn arn) {
    if (!arn.service().equals("iam") || !arn.region().isEmpty() || !arn.resource().startsWith("role/")) {
      return Optional.empty();
    }
    String pathAndName = arn.resource().substring("role".length());
    int split = pathAndName.lastIndexOf('/') + 1;
    try {
      return Optional.of(new RoleArn(arn.partition(), arn.account(), pathAndName.substring(0, split),
          pathAndName.substring(split)));
    } catch (IllegalArgumentException notARole) {
      return Optional.empty();
    }
  }

  /** Path and name as the console wants them: without the leading slash. */
  public String pathAndName() {
    return (path + name).substring(1);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + accountId + ":role" + path + name;
  }
}
