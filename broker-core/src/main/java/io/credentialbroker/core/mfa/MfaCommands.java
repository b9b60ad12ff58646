package io.credentialbroker.core.mfa;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code mfa_command} lines of {@code broker.toml}: commands that print a code of six digits. The word
 * {@code {serial}} in a line stands for the device's serial.
 *
 * @param any for devices that have none of their own
 * @param ofDevice by serial
 */
public record MfaCommands(@Nullable String any, Map<String, String> ofDevice) {
  /** Codes come from people only. */
  public static final MfaCommands NONE = new MfaCommands(null, Map.of());

  private static final String SERIAL = "{serial}";

  public MfaCommands {
    ofDevice = Map.copyOf(ofDevice);
  }

  /** The line to run for a device; null when there is none. A serial has neither blanks nor quotation marks. */
  @Nullable
  String lineFor(String serial) {
    String line = ofDevice.getOrDefault(serial, any == null ? "" : any);
    return line.isEmpty() ? null : line.replace(SERIAL, serial);
  }

  /** The devices that have one of their own; a line may hold a secret. */
  @Override
  public String toString() {
    return "MfaCommands[" + (any == null ? "" : "any, ") + ofDevice.keySet() + "]";
  }
}
