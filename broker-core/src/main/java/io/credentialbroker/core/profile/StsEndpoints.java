package io.credentialbroker.core.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a profile's STS calls go: region, explicit endpoint, variants, by the rules of the SDKs. */
final class StsEndpoints {
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern PARTITION = Pattern.compile("arn:(aws[a-z-]*):.*", Pattern.DOTALL);

  /** The region that stands for a whole partition when nobody names one. */
  private static final Map<String, String> FIRST_REGION = Map.of("aws", "us-east-1", "aws-cn", "cn-north-1",
      "aws-us-gov", "us-gov-west-1", "aws-iso", "us-iso-east-1", "aws-iso-b", "us-isob-east-1", "aws-iso-e",
      "eu-isoe-west-1", "aws-iso-f", "us-isof-south-1", "aws-eusc", "eusc-de-east-1");

  /** The regions that {@code legacy} sends to the global endpoint; all younger ones are regional always. */
  private static final Set<String> LEGACY = Set.of("ap-northeast-1", "ap-south-1", "ap-southeast-1",
      "ap-southeast-2", "aws-global", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2",
      "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2");

  private final SharedConfig config;
  private final Variables variables;
  private final ProfileSettings settings;

  StsEndpoints(SharedConfig config, Variables variables, ProfileSettings settings) {
    this.config = config;
    this.variables = variables;
    this.settings = settings;
  }

  /**
   * The endpoint for a call on behalf of a profile.
   *
   * @param arn a role or device that the call is about, whose partition decides when no region is named
   */
  StsEndpoint of(Section profile, @Nullable String arn, Trail trail) {
    String region = region(profile, arn, trail);
    URI override = override(profile, trail);
    boolean fips = variables.isOn("AWS_USE_FIPS_ENDPOINT", profile, "use_fips_endpoint", trail);
    boolean dualStack = variables.isOn("AWS_USE_DUALSTACK_ENDPOINT", profile, "use_dualstack_endpoint",
        trail);
    if (override != null && (fips || dualStack)) {
      throw profile.problem(fips ? "use_fips_endpoint" : "use_dualstack_endpoint",
          "An explicit endpoint has no " + (fips ? "FIPS" : "dual-stack") + " variant.",
          "Remove one of the two settings.");
    }
    boolean global = override == null && !fips && !dualStack && isLegacy(profile, region, trail);
    String second = overlay(profile).secondRegion();
    if (second != null) {
      valid(trail.took("second_region", settings.found(profile.name(), "second_region", second)));
      if (override != null) {
        trail.note("Profile " + profile.name() + " has an explicit endpoint, which has no second region: "
            + "second_region is not used.");
      }
    }
    return new StsEndpoint(global ? "aws-global" : region, override, fips, dualStack, second);
  }

  /** The region of a profile's calls: its own, else the daemon's, else the default profile's, else a default. */
  String region(Section profile, @Nullable String arn, Trail trail) {
    Found found = ownRegion(profile);
    for (String variable : new String[]{ "AWS_REGION", "AWS_DEFAULT_REGION"}) {
      found = found == null ? variables.get(variable, profile) : found;
    }
    Section byDefault = config.profile("default");
    if (found == null && byDefault != null) {
      found = byDefault.get("region");
    }
    if (found != null) {
      return valid(trail.took("region", found));
    }
    Matcher partition = PARTITION.matcher(arn == null ? "" : arn);
    String region = FIRST_REGION.getOrDefault(partition.matches() ? partition.group(1) : "aws", "us-east-1");
    trail.note("Profile " + profile.name() + " names no region: STS is called in " + region + ".");
    return trail.byDefault("region", region);
  }

  /** The region that the profile itself names; null when it names none. */
  @Nullable
  Found ownRegion(Section profile) {
    String chosen = overlay(profile).region();
    return chosen == null ? profile.get("region") : settings.found(profile.name(), "region", chosen);
  }

  private @Nullable URI override(Section profile, Trail trail) {
    if (variables.isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", profile, "ignore_configured_endpoint_urls",
        trail)) {
      return null;
    }
    Found found = variables.get("AWS_ENDPOINT_URL_STS", profile);
    found = found == null ? variables.get("AWS_ENDPOINT_URL", profile) : found;
    found = found == null ? ofServices(profile) : found;
    found = found == null ? profile.get("endpoint_url") : found;
    return found == null ? null : url(trail.took("endpoint_url", found));
  }

  private @Nullable Found ofServices(Section profile) {
    Found named = profile.get("services");
    if (named == null) {
      return null;
    }
    Section services = config.services(named.text());
    if (services == null) {
      throw named.problem("There is no section [services " + StsLimits.shown(named.text()) + "].",
          "Add it to " + config.configFile() + ", or remove the key.");
    }
    return services.get("sts.endpoint_url");
  }

  private boolean isLegacy(Section profile, String region, Trail trail) {
    Found mode = variables.first("AWS_STS_REGIONAL_ENDPOINTS", profile, "sts_regional_endpoints");
    if (mode == null) {
      return false;
    }
    return switch (trail.took("sts_regional_endpoints", mode).text().strip().toLowerCase(Locale.ROOT)) {
      case "regional" -> false;
      case "legacy" -> LEGACY.contains(region);
      default -> throw mode.problem("'" + StsLimits.shown(mode.text()) + "' is not a choice of endpoints.",
          "Write regional or legacy.");
    };
  }

  static URI url(Found found) {
    try {
      URI uri = new URI(found.text().strip());
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // The same answer as for a URL of another kind, without quoting what may hold a password.
    }
    throw found.problem("The value is not the URL of an endpoint.", "It looks like https://sts.example.com.");
  }

  private static String valid(Found region) {
    String text = region.text().strip();
    if (!REGION.matcher(text).matches()) {
      throw region.problem("'" + StsLimits.shown(text) + "' is not the name of a region.",
          "It looks like eu-central-1.");
    }
    return text;
  }

  private RoleOptionsOverlay overlay(Section profile) {
    return settings.overlayOf(new ProfileName(profile.name()));
  }
}
