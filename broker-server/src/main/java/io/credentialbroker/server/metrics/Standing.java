package io.credentialbroker.server.metrics;

import io.credentialbroker.core.mfa.DeviceStatus;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionCounts;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.session.UpstreamStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a scrape looks up how the daemon stands.
 *
 * @param version the release
 * @param clock the broker's clock
 * @param catalog what is served
 * @param keyOf the key of a profile's session; null for one that is not served
 * @param sessions how every session stands
 * @param counts what the session room's cache has seen
 * @param upstreams how every upstream stands
 * @param skew AWS's clock less ours
 * @param devices how every MFA device stands
 * @param connections how many are open
 * @param problems how many mistakes there are in files at present
 */
public record Standing(String version, InstantSource clock, Supplier<ProfileCatalog> catalog,
    Function<ProfileName, @Nullable SessionKey> keyOf, Supplier<List<SessionStatus>> sessions,
    Supplier<SessionCounts> counts, Supplier<List<UpstreamStatus>> upstreams, Supplier<Duration> skew,
    Supplier<List<DeviceStatus>> devices, IntSupplier connections, IntSupplier problems) {}
