package io.credentialbroker.core.doctor;

import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.aws.ServiceEndpoints;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.source.Sources;
import io.credentialbroker.core.sts.StsCalls;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door of this room: examines one profile by making its credentials anew, step by step. */
public final class Doctor {
  private static final String USUAL_REGION = "us-east-1";

  private final Sources sources;
  private final StsCalls sts;
  private final RoleSessions sessions;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Supplier<@Nullable ClockSkew> skew;

  /**
   * A doctor who touches none of these before the first examination.
   *
   * @param sessions only looked at
   * @param environment the daemon's variables
   * @param skew what the latest answer of AWS said of this machine's clock; null before the first answer
   */
  public Doctor(Sources sources, StsCalls sts, RoleSessions sessions, Map<String, String> environment,
      InstantSource clock, Supplier<@Nullable ClockSkew> skew) {
    this.sources = sources;
    this.sts = sts;
    this.sessions = sessions;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.skew = skew;
  }

  /**
   * Tries the steps of a profile until one fails; returns at once. Never completes exceptionally: what goes wrong
   * is what is asked for. It takes as long as the calls take, about half a minute where commands hang.
   */
  public CompletableFuture<Diagnosis> examine(ProfileName profile, ProfileCatalog.Servable servable) {
    var steps = new ArrayList<Recipe>();
    for (Recipe step = servable.recipe(); step != null; step = step.base()) {
      steps.addFirst(step);
    }
    return new Walk(this, profile, List.copyOf(steps), anyEndpoint(servable), servable::inItsWords).begin();
  }

  Sources sources() {
    return sources;
  }

  StsCalls sts() {
    return sts;
  }

  RoleSessions sessions() {
    return sessions;
  }

  InstantSource clock() {
    return clock;
  }

  Supplier<@Nullable ClockSkew> skew() {
    return skew;
  }

  /** Where to ask who somebody is, for a recipe none of whose steps calls STS. */
  private StsEndpoint anyEndpoint(ProfileCatalog.Servable servable) {
    String region = Objects.requireNonNullElse(servable.region(),
        environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", USUAL_REGION)));
    return new StsEndpoint(region, ServiceEndpoints.override(environment, "STS"), false, false);
  }
}
