package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.GivenCode;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.MfaDevice;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Patience;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Keyboard;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Nearest;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code broker mfa}: gives a one-time code. */
@Command(name = "mfa", description = {
    "Gives a one-time code, which is tried at once.",
    "It is asked for on the terminal, without echo, or read from standard input when that is no terminal.",
    "Without PROFILE: for the device that needs one."}, exitCodeList = {
        "2:wrong usage, or no code came", "4:the profile does not exist, cannot be served or needs no code",
        "5:AWS refuses the code, or it has been used, or there were too many wrong ones"}, footerHeading = "%nExamples:%n", footer = {
            "  broker mfa deploy", "  oathtool --totp --base32 @seed | broker mfa deploy"})
public final class MfaCommand extends Subcommand implements AsksForProfile {
  private static final int NOT_NOW = Integer.MAX_VALUE;

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "A profile that needs the code.")
  private @Nullable String profile;

  @Mixin
  private ResultJson json = new ResultJson();

  public MfaCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var control = new Daemon(here).control();
    List<MfaDevice> devices = control.mfaDevices();
    if (profile != null) {
      String name = profile;
      Optional<MfaDevice> device = devices.stream().filter(one -> one.profiles().contains(name)).findFirst();
      return device.isPresent() ? give(control, device.get(), name) : withoutDevice(control, name);
    }
    List<MfaDevice> wanting = devices.stream()
        .filter(one -> urgency(one) != NOT_NOW && !one.profiles().isEmpty())
        .sorted(Comparator.comparingInt(MfaCommand::urgency)).collect(Collectors.toList());
    if (wanting.isEmpty()) {
      return nothingNeeded(devices);
    }
    MfaDevice first = wanting.get(0);
    wanting.removeIf(one -> urgency(one) > urgency(first));
    return wanting.size() > 1 ? which(wanting) : give(control, first, first.profiles().get(0));
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private int give(ControlClient control, MfaDevice device, String target)
      throws BrokerException, IOException {
    String code = code(device);
    if (code == null) {
      return ExitCode.USAGE;
    }
    GivenCode given = Patience.during(() -> control.giveCode(target, code),
        "still waiting for AWS, which is shown the code", here);
    if (json.wanted()) {
      here.out()
          .println(JsonText.line(ResultJson.object("taken", true, "serial", given.serial(), "expiration",
              given.expiration(), "profiles", given.profiles())));
      return ExitCode.OK;
    }
    here.out().println("taken; " + given.serial() + " needs the next code at " + given.expiration());
    here.out().println("no code until then: " + String.join(", ", given.profiles()));
    return ExitCode.OK;
  }

  private int withoutDevice(ControlClient control, String name) throws BrokerException {
    for (StatusReport.Profile one : control.status().profiles()) {
      if (one.name().equals(name)) {
        StatusReport.Problem problem = one.problem();
        refuse(problem == null
            ? "profile '" + name + "' needs no one-time code: neither it nor its source has an mfa_serial"
            : problem.where() + ": " + problem.message(),
            problem == null
                ? "'broker refresh " + Shell.posixIfNeeded(name) + "' fetches a new session"
                : Objects.requireNonNullElse(problem.remedy(), "'broker status' shows more"));
        return ExitCode.REFUSED;
      }
    }
    refuse("there is no profile '" + name + "'", Nearest
        .to(name, control.status().profiles().stream().map(StatusReport.Profile::name).toList())
        .map(near -> "did you mean '" + near + "'?").orElse("'broker status' lists the profiles"));
    return ExitCode.REFUSED;
  }

  /** What was typed, if it looks like a code; otherwise it has been said why not. */
  private @Nullable String code(MfaDevice device) throws IOException {
    String typed;
    if (here.keyboard().terminal()) {
      try {
        char[] unseen = here.keyboard().unseen().ask("code of " + device.serial() + ": ");
        typed = unseen == null ? null : new String(unseen).strip();
        if (unseen != null) {
          Arrays.fill(unseen, ' ');
        }
      } catch (Keyboard.NoTerminal e) {
        return refuse("there is no terminal to ask on",
            "do not redirect the output, or write the code to standard input");
      }
    } else {
      String line = here.keyboard().line();
      typed = line == null ? null : line.strip();
    }
    if (typed == null) {
      return refuse("standard input ended before a code came",
          "type the six digits that the device shows, or write them to standard input");
    }
    return typed.matches("[0-9]{6}")
        ? typed
        : refuse("a one-time code has six digits", "type what the device shows now, without blanks");
  }

  private @Nullable String refuse(String what, String hint) {
    here.err().println("error: " + what);
    here.err().println("hint: " + hint);
    return null;
  }

  private int nothingNeeded(List<MfaDevice> devices) {
    if (json.wanted()) {
      here.out().println(JsonText.line(ResultJson.object("taken", false)));
      return ExitCode.OK;
    }
    here.note(devices.isEmpty()
        ? "nothing needs a code: no profile has an mfa_serial"
        : "nothing needs a code now; 'broker mfa PROFILE' takes one early all the same");
    for (MfaDevice one : devices) {
      if (one.due() != null) {
        here.note(one.serial() + " needs the next one at " + one.due());
      }
    }
    return ExitCode.OK;
  }

  private int which(List<MfaDevice> devices) {
    here.err().println("error: " + devices.size() + " devices need a code");
    here.err().println("hint: name a profile: " + devices.stream()
        .map(one -> "broker mfa " + Shell.posixIfNeeded(one.profiles().get(0)) + " (" + one.serial() + ")")
        .collect(Collectors.joining(", ")));
    return ExitCode.USAGE;
  }

  /** The smaller the sooner; the largest number for a device that needs none now. */
  private static int urgency(MfaDevice device) {
    return switch (device.state()) {
      case "NEEDED", "WAITS" -> 0;
      case "DUE_SOON" -> 1;
      case "IDLE" -> 2;
      default -> NOT_NOW;
    };
  }
}
