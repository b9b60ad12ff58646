package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.mfa.Given;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.source.MfaCodes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes a one-time code, tries it at once, and tells what became of it. */
final class GiveCodeEndpoint implements Endpoint {
  /** What the body may have; one of the first two, and the code. */
  static final Set<String> KEYS = Set.of("profile", "serial", "code");

  private final MfaDevices devices;
  private final InstantSource clock;

  GiveCodeEndpoint(MfaDevices devices, InstantSource clock) {
    this.devices = devices;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    ObjectNode body = call.body();
    String code = text(body, "code");
    String profile = text(body, "profile");
    String serial = text(body, "serial");
    if (code == null || (profile == null) == (serial == null)) {
      return CompletableFuture.completedFuture(Answer.error(400, "BadRequest",
          "The body has 'code', and 'profile' or 'serial', each of them text."));
    }
    try {
      var given = profile == null
          ? devices.give(String.valueOf(serial), Secret.of(code))
          : devices.give(new ProfileName(profile), Secret.of(code));
      return given.thenApply(this::answer);
    } catch (IllegalArgumentException _) {
      return CompletableFuture.completedFuture(Answer.error(400, "InvalidProfileName",
          "The profile is no text of 1 to 256 characters."));
    }
  }

  private Answer answer(Given given) {
    return switch (given) {
      case Given.Accepted accepted -> {
        var body = Answer.object().put("serial", accepted.serial())
            .put("expiration", StatusEndpoint.second(accepted.end()));
        var profiles = body.putArray("profiles");
        accepted.profiles().forEach(profile -> profiles.add(profile.value()));
        yield Answer.ok(body);
      }
      case Given.Failed(var failure, var waitsUntil) -> failed(failure, waitsUntil);
      case Given.TurnedAway(var kind, var told) -> switch (kind) {
        case UNKNOWN_PROFILE -> Answer.error(404, "ProfileNotFound", told);
        case UNKNOWN_DEVICE -> Answer.error(400, "DeviceNotFound", told);
        case BAD_CONFIGURATION -> Answer.error(422, "BadConfiguration", told);
        case NO_DEVICE -> Answer.error(409, "NoMfaDevice", told);
        case NOT_A_CODE -> Answer.error(400, "NotACode", told);
        case USED -> Answer.error(403, "MfaCodeUsed", told);
        case WAITS -> Answer.error(429, "MfaWaits", told);
      };
    };
  }

  private Answer failed(Failure failure, @Nullable Instant waitsUntil) {
    // Who gets this has just used the command; a plain "run it" would say nothing.
    String remedy = failure.remedy().equals(MfaCodes.REMEDY)
        ? "Run 'broker mfa' again with the next code."
        : failure.remedy();
    String what = failure.step() + ": " + failure.message();
    if (waitsUntil != null) {
      long seconds = Math.max(1, Duration.between(clock.instant(), waitsUntil).toSeconds());
      return Answer.error(403, "MfaCodeRefused",
          new Told(what + " Too many codes were wrong: the next one is taken in " + seconds + " s.",
              "Wait, and run 'broker mfa' again with the code that is shown then."),
          Map.of("Retry-After", Long.toString(seconds)));
    }
    if (failure.reason() == FailureReason.MFA_NEEDED) {
      return Answer.error(403, "MfaCodeRefused", new Told(what, remedy));
    }
    String code = failure.upstreamCode() == null ? failure.reason().name() : failure.upstreamCode();
    return Answer.error(failure.recoverable() ? 503 : 403, code, new Told(what, remedy));
  }

  private static @Nullable String text(ObjectNode body, String key) {
    JsonNode value = body.get(key);
    return value != null && value.isTextual() ? value.textValue() : null;
  }
}
