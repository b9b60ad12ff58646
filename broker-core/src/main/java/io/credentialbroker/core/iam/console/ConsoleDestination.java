package io.credentialbroker.core.iam.console;

import io.credentialbroker.core.iam.AwsPartition;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first page of a console session, from a service's name or a URL. */
public final class ConsoleDestination {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{2,40}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
  /** Services whose pages are not called as their commands are. */
  private static final Map<String, String> PAGES = Map.of("cfn", "cloudformation", "cw", "cloudwatch", "ddb",
      "dynamodbv2", "dynamodb", "dynamodbv2", "r53", "route53", "sfn", "states", "sm", "secretsmanager",
      "ssm",
      "systems-manager", "stepfunctions", "states");

  private ConsoleDestination() {}

  /**
   * The page.
   *
   * @param serviceOrUrl a service such as {@code s3}, or a whole https URL of the partition's console; empty for
   *     the console's own first page
   * @param region e.g. {@code eu-central-1}; absent to let the console choose
   * @throws IllegalArgumentException when it is neither, or the URL leads elsewhere
   */
  public static URI of(AwsPartition partition, String serviceOrUrl, @Nullable String region) {
    if (serviceOrUrl.contains("://")) {
      return url(partition, serviceOrUrl);
    }
    if (region != null && !REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("'" + region + "' is no region; one looks like eu-central-1");
    }
    String query = region == null ? "" : "?region=" + region;
    if (serviceOrUrl.isEmpty()) {
      return URI.create("https://" + partition.consoleHost() + "/console/home" + query);
    }
    if (!SERVICE.matcher(serviceOrUrl).matches()) {
      throw new IllegalArgumentException(
          "'" + serviceOrUrl + "' is neither a service's name, such as s3, nor a URL");
    }
    String page = PAGES.getOrDefault(serviceOrUrl, serviceOrUrl);
    return URI.create("https://" + partition.consoleHost() + "/" + page + "/home" + query);
  }

  private static URI url(AwsPartition partition, String text) {
    // Quicksight and others have hosts beside the console's, under the same domain.
    String domain = partition.consoleHost().substring("console.".length());
    try {
      var uri = new URI(text);
      String host = uri.getHost();
      boolean ours = host != null && (host.equals(domain) || host.endsWith("." + domain));
      if ("https".equals(uri.getScheme()) && ours && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no URL", e);
    }
    throw new IllegalArgumentException("'" + text + "' is no https URL under " + domain
        + "; a sign-in link leads to AWS only");
  }
}
