package io.credentialbroker.core.iam;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name, split into its six fields. Region and account may be empty, as they are in the ARNs
 * of global services; the resource may hold further colons.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov} or another name of that form
 * @param account twelve digits, empty, or the word {@code aws} for what AWS itself owns
 */
public record Arn(String partition, String service, String region, String account, String resource) {

  private static final Pattern PARTITION = Pattern.compile("aws(-[a-z]+){0,3}");
  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final int FIELDS = 6;

  /** Splits the text; empty when it is no ARN at all. What the fields may hold is the caller's rule. */
  public static Optional<Arn> parse(String text) {
    String[] fields = text.split(":", FIELDS);
    if (fields.length != FIELDS || !fields[0].equals("arn") || !PARTITION.matcher(fields[1]).matches()
        || fields[2].isEmpty() || fields[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(fields[1], fields[2], fields[3], fields[4], fields[5]));
  }

  /** Whether the text is an account id: twelve digits. */
  public static boolean isAccountId(String text) {
    return ACCOUNT_ID.matcher(text).matches();
  }

  /** Whether the text has the form of a partition's name; new partitions appear, so there is no closed list. */
  public static boolean isPartition(String text) {
    return PARTITION.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
  }
}
