package io.credentialbroker.server.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.core.mfa.MfaRemedy;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether profiles can be had at once: a session that is valid now is held. To ask is not to ask for a session: a
 * probe causes no call to AWS and keeps no session alive, so a profile that a probe names has to be kept warm.
 */
public final class Readiness {
  private final Supplier<ProfileCatalog> catalog;
  private final Function<ProfileName, @Nullable SessionKey> keyOf;
  private final Supplier<List<SessionStatus>> sessions;
  private final Supplier<List<String>> named;
  private final InstantSource clock;

  /** {@code named} are the profiles that are to be kept warm by their own names, whether there are such or not. */
  public Readiness(Supplier<ProfileCatalog> catalog, Function<ProfileName, @Nullable SessionKey> keyOf,
      Supplier<List<SessionStatus>> sessions, Supplier<List<String>> named, InstantSource clock) {
    this.named = named;
    this.catalog = catalog;
    this.keyOf = keyOf;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** 200 when all of these are ready, else 503; with no name, when all are that are kept warm. */
  Page page(List<String> wanted) {
    var standing = new HashMap<SessionKey, SessionStatus>();
    sessions.get().forEach(one -> standing.put(one.key(), one));
    var body = JsonNodeFactory.instance.objectNode();
    boolean ready = true;
    var profiles = JsonNodeFactory.instance.arrayNode();
    for (String name : wanted.isEmpty() ? keptWarm() : wanted) {
      var line = profiles.addObject();
      String reason;
      Instant end = null;
      try {
        var profile = new ProfileName(name);
        line.put("name",
            catalog.get().entries().containsKey(profile) ? name : profile.shownWhereUnknown());
        SessionStatus status = standing.get(keyOf(profile));
        end = status == null || status.session() == null ? null : status.session().expiration();
        reason = reason(profile, status);
      } catch (IllegalArgumentException e) {
        reason = "That is no name of a profile.";
      }
      line.put("ready", reason == null);
      if (reason != null) {
        ready = false;
        line.put("reason", reason);
      } else if (end != null) {
        line.put("secondsToExpiry", Duration.between(clock.instant(), end).toSeconds());
      }
    }
    body.put("ready", ready).set("profiles", profiles);
    return OpsPages.json(ready ? 200 : 503, body);
  }

  /** A glob is for what there is; a name that nothing stands for, or only a mistake, is waited for in vain. */
  private List<String> keptWarm() {
    var warm = new TreeSet<>(named.get());
    catalog.get().entries().forEach((name, entry) -> {
      if (entry instanceof ProfileCatalog.Servable servable && servable.keepWarm()) {
        warm.add(name.value());
      }
    });
    return List.copyOf(warm);
  }

  private SessionKey keyOf(ProfileName profile) {
    SessionKey key = keyOf.apply(profile);
    return key == null ? SessionKey.NONE : key;
  }

  /** Why a profile is not ready; null when it is. */
  private @Nullable String reason(ProfileName profile, @Nullable SessionStatus status) {
    return switch (catalog.get().entries().get(profile)) {
      case ProfileCatalog.Broken(var problem) -> problem.inOneLine();
      case ProfileCatalog.WithoutCredentials(var problem) -> problem.inOneLine();
      case ProfileCatalog.Servable servable -> reason(profile, servable, status);
      case null -> catalog.get().without(profile).text();
    };
  }

  private @Nullable String reason(ProfileName profile, ProfileCatalog.Servable servable,
      @Nullable SessionStatus status) {
    if (status != null && status.session() != null && !status.session().isExpiredAt(clock.instant())) {
      return null;
    }
    if (status != null && status.lastFailure() != null) {
      var failure = status.lastFailure();
      return failure.step() + ": " + failure.message() + ' ' + MfaRemedy.of(failure, profile);
    }
    if (servable.keepWarm() || (status != null && status.state() == SessionStatus.State.FETCHING)) {
      return "Its first session is being fetched.";
    }
    return "Nobody has asked for it yet, and a probe does not. Add it to 'sessions.keep_warm' in broker.toml.";
  }
}
