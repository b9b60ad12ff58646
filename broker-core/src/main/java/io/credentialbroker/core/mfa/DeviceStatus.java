package io.credentialbroker.core.mfa;

import io.credentialbroker.core.profile.ProfileName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one MFA device stands.
 *
 * @param serial an ARN, or the number of a hardware device
 * @param profiles those that need its codes, sorted
 * @param due when the first of the sessions ends that its codes have made; absent when there is none
 * @param waitsUntil absent unless the state is {@link State#WAITS}
 * @param command whether an {@code mfa_command} is asked before a person is
 */
public record DeviceStatus(String serial, State state, List<ProfileName> profiles, @Nullable Instant due,
    @Nullable Instant waitsUntil, boolean command) {

  public DeviceStatus {
    profiles = List.copyOf(profiles);
  }

  /** In one word. */
  public enum State {
    /** Nobody has asked yet. */
    IDLE,
    /** What its code has made is valid. */
    HELD,
    /** The same, for half an hour at most. */
    DUE_SOON,
    /** Somebody has asked, and there was no code. */
    NEEDED,
    /** Three codes were wrong; none is taken for a while. */
    WAITS
  }
}
