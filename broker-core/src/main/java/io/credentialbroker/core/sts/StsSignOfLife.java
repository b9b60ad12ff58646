package io.credentialbroker.core.sts;

import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.region.RegionDomain;
import io.credentialbroker.core.session.UpstreamProbe;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks an STS endpoint whether it is back, with an unsigned {@code GetCallerIdentity}: a healthy one refuses it
 * (403, {@code MissingAuthenticationToken}), a dead one answers 5xx or not at all. No credentials go out, and
 * nothing counts against an account's quota.
 */
public final class StsSignOfLife implements UpstreamProbe {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String DUAL_STACK = ".api";
  private static final int SERVER_ERROR = 500;

  private final HttpCalls http;

  public StsSignOfLife(HttpCalls http) {
    this.http = http;
  }

  @Override
  public CompletableFuture<Boolean> isAlive(String upstream) {
    URI endpoint = endpoint(upstream);
    if (endpoint == null) {
      return CompletableFuture.completedFuture(false);
    }
    var request = HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("Action=GetCallerIdentity&Version=2011-06-15"))
        .build();
    return http.send(request, LIMIT)
        .handle((answer, error) -> error == null && answer.statusCode() < SERVER_ERROR);
  }

  /**
   * Where the upstream of a plan is: an origin as it stands, or {@code sts.REGION}, {@code sts-fips.REGION} and
   * {@code sts.REGION.api} (dual-stack). Null for all else, which then is noticed by real calls alone.
   */
  static @Nullable URI endpoint(String upstream) {
    if (upstream.startsWith("http://") || upstream.startsWith("https://")) {
      return URI.create(upstream + '/');
    }
    if (!upstream.matches("sts(-fips)?\\.[a-z0-9-]+(\\.api)?")
        || upstream.contains("-iso") && upstream.endsWith(DUAL_STACK)) {
      return null;
    }
    if (upstream.equals("sts.aws-global")) {
      return URI.create("https://sts.amazonaws.com/");
    }
    String region = upstream.substring(upstream.indexOf('.') + 1);
    if (!region.endsWith(DUAL_STACK)) {
      return URI.create("https://" + upstream + '.' + RegionDomain.of(region) + '/');
    }
    // Whose partition has none is refused by the SDK too, before it calls.
    region = region.substring(0, region.length() - DUAL_STACK.length());
    return URI.create("https://" + upstream.substring(0, upstream.length() - DUAL_STACK.length()) + '.'
        + RegionDomain.dualStackOf(region) + '/');
  }
}
