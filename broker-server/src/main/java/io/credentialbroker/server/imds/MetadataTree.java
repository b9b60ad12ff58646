package io.credentialbroker.server.imds;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands at which path (contract: the AWS document "Retrieve instance metadata", and what the SDKs ask for). The
 * role that is listed bears the profile's name, percent-encoded, because clients put it into the next path as it is.
 */
public final class MetadataTree {
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials";

  private final ProfileName profile;
  private final String role;
  private final Supplier<ProfileCatalog> catalog;

  public MetadataTree(ProfileName profile, Supplier<ProfileCatalog> catalog) {
    this.profile = profile;
    this.role = URLEncoder.encode(profile.value(), StandardCharsets.UTF_8).replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
    this.catalog = catalog;
  }

  /** What stands at a path. */
  public sealed interface Found {
    /** Text as it is, without a newline: botocore does not trim. */
    record Text(String text) implements Found {}

    /** A JSON document. */
    record Json(String text) implements Found {}

    /** The credentials of the profile. */
    record Credentials() implements Found {}

    /** Nothing. */
    record Nothing() implements Found {}
  }

  /** The one profile of this tree. */
  public ProfileName profile() {
    return profile;
  }

  /** What stands here; the clients' trailing slashes differ. */
  public Found find(String path) {
    return switch (path) {
      case CREDENTIALS, CREDENTIALS + "/" -> new Found.Text(role);
      case "/latest/meta-data/placement/region" -> ofRegion("");
      // There is no zone; SDKs that ask for one cut its last letter off to have the region.
      case "/latest/meta-data/placement/availability-zone",
          "/latest/meta-data/placement/availability-zone/" ->
        ofRegion("a");
      case "/latest/dynamic/instance-identity/document" -> document();
      default -> path.equals(CREDENTIALS + '/' + role) ? new Found.Credentials() : new Found.Nothing();
    };
  }

  private Found ofRegion(String suffix) {
    String region = region();
    return region == null ? new Found.Nothing() : new Found.Text(region + suffix);
  }

  private Found document() {
    String region = region();
    return region == null
        ? new Found.Nothing()
        : new Found.Json("{\"region\":\"" + region + "\",\"availabilityZone\":\"" + region + "a\"}");
  }

  /** The profile's region, if it has one that looks like one: it goes into a document as it is. */
  private @Nullable String region() {
    return catalog.get().entries().get(profile) instanceof ProfileCatalog.Servable servable
        && servable.region() != null && servable.region().matches("[a-z0-9-]{1,64}")
            ? servable.region()
            : null;
  }
}
