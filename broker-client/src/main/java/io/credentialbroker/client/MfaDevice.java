package io.credentialbroker.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One MFA device and how it stands; docs/control-api.md explains each part.
 *
 * @param state as the daemon names it; a name that this client does not know is passed on as it is
 * @param profiles those that need its codes
 * @param due when the next code will be due, while a session of one is held
 * @param waitsUntil from when on codes are taken again after too many wrong ones
 * @param command whether the daemon asks a command for codes, before any person
 */
public record MfaDevice(String serial, String state, List<String> profiles, @Nullable Instant due,
    @Nullable Instant waitsUntil, boolean command) {

  public MfaDevice {
    profiles = List.copyOf(profiles);
  }

  static MfaDevice read(JsonObject from) throws BrokerException {
    return new MfaDevice(printable(from.requiredText("serial")), printable(from.requiredText("state")),
        printable(from.texts("profiles")), from.instant("due"), from.instant("waitsUntil"),
        from.flag("command"));
  }

  /** Whether there is a session of a code, so that none is needed now. */
  public boolean isHeld() {
    return state.equals("HELD") || state.equals("DUE_SOON");
  }

  static List<String> printable(List<String> names) throws BrokerException {
    var clean = new ArrayList<String>();
    for (String name : names) {
      clean.add(printable(name));
    }
    return clean;
  }

  static String printable(String text) throws BrokerException {
    return JsonObject.required(Wire.printable(text), "text");
  }
}
