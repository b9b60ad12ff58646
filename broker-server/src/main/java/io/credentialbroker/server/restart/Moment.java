package io.credentialbroker.server.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A moment as two processes can compare it: by the wall clock, which somebody may have set in between, and by
 * the time since the machine booted, which nobody can set and which counts suspended time as well.
 *
 * @param wallMs the wall clock in milliseconds since the epoch
 * @param skewMs AWS's clock less the wall clock, as far as it was known
 * @param boot which boot of the machine; null where the system does not say
 * @param uptimeMs milliseconds since that boot
 */
record Moment(long wallMs, long skewMs, @Nullable String boot, long uptimeMs) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Now, by Linux's own account of the boot. */
  static Moment now(long wallMs, long skewMs) {
    try {
      String boot = Files.readString(BOOT_ID).strip();
      String uptime = Files.readString(UPTIME);
      double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      return new Moment(wallMs, skewMs, boot, Math.round(seconds * 1_000));
    } catch (IOException | RuntimeException _) {
      return new Moment(wallMs, skewMs, null, 0);
    }
  }

  /** How long ago {@code then} was; negative when the wall clock, on which it then depends, was set back. */
  Duration since(Moment then) {
    return Duration.ofMillis(isSameBoot(then) ? uptimeMs - then.uptimeMs : wallMs - then.wallMs);
  }

  /**
   * AWS's clock less ours now, by what was known {@code then}. Over a reboot only the part is believed that
   * makes sessions end sooner: whether the clock has been mended meanwhile cannot be told.
   */
  Duration skewBy(Moment then) {
    return Duration.ofMillis(isSameBoot(then)
        ? then.wallMs + then.skewMs + uptimeMs - then.uptimeMs - wallMs
        : Math.max(0, then.skewMs));
  }

  private boolean isSameBoot(Moment then) {
    return boot != null && boot.equals(then.boot);
  }
}
