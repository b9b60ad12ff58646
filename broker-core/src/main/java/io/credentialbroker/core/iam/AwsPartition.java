package io.credentialbroker.core.iam;

import java.util.Arrays;
import java.util.Optional;

/**
 * The partitions whose console hosts AWS publishes. Sign-in links can be made for these; ARNs of any other
 * partition are still read and written.
 */
public enum AwsPartition {
  AWS("aws", "signin.aws.amazon.com", "console.aws.amazon.com", "sts.amazonaws.com"), //
  CHINA("aws-cn", "signin.amazonaws.cn", "console.amazonaws.cn", "sts.amazonaws.com.cn"), //
  GOV_CLOUD("aws-us-gov",
      "signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com", "sts.amazonaws.com");

  private final String id;
  private final String signInHost;
  private final String consoleHost;
  private final String tokenAudience;

  AwsPartition(String id, String signInHost, String consoleHost, String tokenAudience) {
    this.id = id;
    this.signInHost = signInHost;
    this.consoleHost = consoleHost;
    this.tokenAudience = tokenAudience;
  }

  public static Optional<AwsPartition> of(String id) {
    return Arrays.stream(values()).filter(partition -> partition.id.equals(id)).findFirst();
  }

  /** As ARNs name it, e.g. {@code aws-cn}. */
  public String id() {
    return id;
  }

  public String signInHost() {
    return signInHost;
  }

  public String consoleHost() {
    return consoleHost;
  }

  /** The audience that SAML assertions for this partition carry ({@code SAML:aud}). */
  public String samlAudience() {
    return "https://" + signInHost + "/saml";
  }

  /** The audience that identity tokens for this partition's STS carry by custom. */
  public String tokenAudience() {
    return tokenAudience;
  }
}
