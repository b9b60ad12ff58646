package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.ContainerEndpoint;
import io.credentialbroker.core.profile.Recipe.InstanceMetadata;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Credentials that the machine or the container has: the {@code credential_source} of a profile. */
final class MachineSteps {
  private static final URI OVER_IPV4 = URI.create("http://169.254.169.254");
  private static final URI OVER_IPV6 = URI.create("http://[fd00:ec2::254]");

  private static final List<String> CONTAINER = List.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN");
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

  private final Variables variables;
  private final KeySteps keys;

  MachineSteps(Variables variables, KeySteps keys) {
    this.variables = variables;
    this.keys = keys;
  }

  /** The SDKs differ on the letter case of the three names: it means nothing here. */
  Resolved named(Section profile, Found source) {
    return switch (source.text().strip().toLowerCase(Locale.ROOT)) {
      case "environment" -> keys.environment(profile);
      case "ec2instancemetadata" -> instanceMetadata(profile, source);
      case "ecscontainer" -> container(profile, source);
      default -> throw source.problem("'" + StsLimits.shown(source.text()) + "' is not a credential source.",
          "Write Environment, Ec2InstanceMetadata or EcsContainer.");
    };
  }

  /** The addresses are masked too: whoever knows the path of a task's credentials can have them. */
  private Resolved container(Section profile, Found source) {
    var trail = new Trail();
    trail.took("credential_source", source);
    for (String variable : CONTAINER) {
      Found set = variables.get(variable, profile);
      if (set != null) {
        trail.tookSecret(variable, set);
      }
    }
    Found tokenFile = variables.get(TOKEN_FILE, profile);
    if (tokenFile != null) {
      trail.took(TOKEN_FILE, tokenFile);
    }
    return trail.resolved(new ContainerEndpoint(), profile, null);
  }

  private Resolved instanceMetadata(Section profile, Found source) {
    var trail = new Trail();
    trail.took("credential_source", source);
    Found disabled = variables.get("AWS_EC2_METADATA_DISABLED", profile);
    if (disabled != null && disabled.text().strip().equalsIgnoreCase("true")) {
      throw disabled.problem("The instance metadata service is switched off for the daemon.",
          "Unset AWS_EC2_METADATA_DISABLED, or choose another source.");
    }
    return trail.resolved(
        new InstanceMetadata(endpoint(profile, trail),
            Duration.ofSeconds(number(profile, trail, "AWS_METADATA_SERVICE_TIMEOUT",
                "metadata_service_timeout")),
            number(profile, trail, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")),
        profile, null);
  }

  private URI endpoint(Section profile, Trail trail) {
    Found explicit = variables.first("AWS_EC2_METADATA_SERVICE_ENDPOINT", profile,
        "ec2_metadata_service_endpoint");
    if (explicit != null) {
      return StsEndpoints.url(trail.took("ec2_metadata_service_endpoint", explicit));
    }
    Found mode = variables.first("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", profile,
        "ec2_metadata_service_endpoint_mode");
    if (mode == null) {
      trail.byDefault("ec2_metadata_service_endpoint", OVER_IPV4.toString());
      return OVER_IPV4;
    }
    return switch (trail.took("ec2_metadata_service_endpoint_mode", mode).text().strip().toLowerCase(
        Locale.ROOT)) {
      case "ipv4" -> OVER_IPV4;
      case "ipv6" -> OVER_IPV6;
      default -> throw mode.problem("'" + StsLimits.shown(mode.text()) + "' is not a mode of the service.",
          "Write IPv4 or IPv6.");
    };
  }

  /** One second and one attempt by default, as in the AWS CLI. */
  private int number(Section profile, Trail trail, String variable, String key) {
    Found written = variables.first(variable, profile, key);
    if (written == null) {
      return Integer.parseInt(trail.byDefault(key, "1"));
    }
    String digits = trail.took(key, written).text().strip();
    if (!digits.matches("[1-9][0-9]?")) {
      throw written.problem("'" + StsLimits.shown(written.text()) + "' is not a number from 1 to 99.",
          "Write a whole number.");
    }
    return Integer.parseInt(digits);
  }
}
