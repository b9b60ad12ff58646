package io.credentialbroker.core.mfa;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.source.CodeNeed;
import io.credentialbroker.core.source.Commands;
import io.credentialbroker.core.source.MfaCodes;
import io.credentialbroker.core.source.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The codes of all devices. A code that a person has given is kept for thirty seconds, for the one session it was
 * given for, and is handed out once. Where there is none the device's {@code mfa_command} is run, at most once in
 * a code's window of thirty seconds.
 *
 * <p>The command may make a light blink or a window pop up, so it is run when somebody waits, and otherwise only
 * to renew a session that is still valid (the engine tries that once, at half of its life). With nobody asking
 * since the session has ended, it is not run.
 */
public final class OneTimeCodes implements MfaCodes {
  /** How long an {@code mfa_command} may run: no longer than the code is good that it is about to print. */
  public static final Duration COMMAND_LIMIT = CodeBox.WINDOW;

  /** How long a fetch waits for the command: within the ten seconds that the engine gives a fetch. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);

  private final ConcurrentMap<String, CodeBox> boxes = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final CommandCodes runner;
  private final CodesDue due;
  private volatile MfaCommands lines;

  /**
   * No codes yet.
   *
   * @param arrived told for which session a command has printed a code after the fetch had given it up
   * @param due told when sessions end that codes have made
   */
  public OneTimeCodes(InstantSource clock, MfaCommands lines, Commands commands, Duration patience,
      Consumer<SessionKey> arrived, CodesDue due) {
    this.clock = clock;
    this.lines = lines;
    this.runner = new CommandCodes(commands, patience, clock, arrived);
    this.due = due;
  }

  /** From now on these commands. */
  public void use(MfaCommands commands) {
    lines = commands;
  }

  @Override
  public Optional<Secret> take(CodeNeed need) {
    var box = box(need.device().serial());
    var given = box.take(need.key(), clock.instant());
    if (given.isPresent()) {
      return given;
    }
    String line = lines.lineFor(need.device().serial());
    return line != null && isWorthACommand(need, box) && box.beginsCommand(clock.instant())
        ? runner.code(need, line, box)
        : Optional.empty();
  }

  @Override
  public String whyNone(CodeNeed need) {
    var box = box(need.device().serial());
    Instant until = box.waitsUntil(clock.instant());
    return until == null ? box.complaint() : waits(until);
  }

  @Override
  public void accepted(CodeNeed need, @Nullable Instant end) {
    box(need.device().serial()).right(need.key(), end);
    if (end != null) {
      due.ends(need.device().serial(), need.key(), end);
    }
  }

  @Override
  public void refused(CodeNeed need) {
    box(need.device().serial()).wrong(clock.instant());
  }

  /** What became of a code that was to be put there. */
  enum Put {
    /** It is there. */
    THERE,
    /** It has been used before; AWS takes a code once. */
    USED,
    /** Too many were wrong, and none is taken for a while. */
    WAITS
  }

  Put put(MfaDevice device, SessionKey key, Secret code) {
    var box = box(device.serial());
    Instant now = clock.instant();
    if (box.waitsUntil(now) != null) {
      return Put.WAITS;
    }
    if (box.hasUsed(code, now)) {
      return Put.USED;
    }
    box.put(code, key, now);
    return Put.THERE;
  }

  /** Whether a code is still there for this session. */
  boolean holds(MfaDevice device, SessionKey key) {
    return box(device.serial()).holds(key, clock.instant());
  }

  boolean hasCommand(String serial) {
    return lines.lineFor(serial) != null;
  }

  /** Until when no code of this device is taken; null when one is. */
  @Nullable
  Instant waitsUntil(String serial) {
    return box(serial).waitsUntil(clock.instant());
  }

  static String waits(Instant until) {
    return "Three or more codes in a row were wrong; the next one is taken from "
        + until.plusMillis(999).truncatedTo(ChronoUnit.SECONDS) + " on.";
  }

  private boolean isWorthACommand(CodeNeed need, CodeBox box) {
    return need.urgency() == Urgency.CALLER_WAITS || box.isAlive(need.key(), clock.instant());
  }

  private CodeBox box(String serial) {
    return boxes.computeIfAbsent(serial, _ -> new CodeBox());
  }
}
