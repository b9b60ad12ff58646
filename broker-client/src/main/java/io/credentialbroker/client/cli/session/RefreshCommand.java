package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.daemon.Patience;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code broker refresh}: fetches new sessions now. */
@Command(name = "refresh", description = {
    "Fetches a new session now; the old one is served until the new one is there.",
    "Without PROFILE: every profile that somebody has asked for."}, footerHeading = "%nExample:%n", footer = "  broker refresh deploy")
public final class RefreshCommand extends Subcommand implements AsksForProfile {
  /** Nobody has asked for the one, and the other cannot be asked for. */
  private static final Set<String> LEFT_ALONE = Set.of("IDLE", "BROKEN");

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile.")
  private @Nullable String profile;

  @Mixin
  private ResultJson json = new ResultJson();

  private final List<Map<String, Object>> refreshed = new ArrayList<>();
  private final List<Map<String, Object>> failed = new ArrayList<>();

  public RefreshCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var control = new Daemon(here).control();
    int code = profile == null ? all(control) : each(control, List.of(profile));
    if (json.wanted()) {
      here.out().println(JsonText.line(ResultJson.object("refreshed", refreshed, "failed", failed)));
    }
    return code;
  }

  private int all(ControlClient control) throws BrokerException {
    List<String> all = control.status().profiles().stream().filter(one -> !LEFT_ALONE.contains(one.state()))
        .map(StatusReport.Profile::name).toList();
    if (all.isEmpty()) {
      here.note("no profile has a session, so there is none to refresh");
    }
    return each(control, all);
  }

  /** One that fails keeps no other from being refreshed; the first failure decides the exit code. */
  private int each(ControlClient control, List<String> names) {
    int code = ExitCode.OK;
    for (String one : names) {
      try {
        refresh(control, one);
      } catch (BrokerException e) {
        int why = profile == null
            ? Failures.printOfOneAmongSeveral(e, one, "broker refresh", here)
            : Failures.print(e, profile, "broker refresh", here);
        failed.add(ResultJson.object("profile", one, "code", e.code(), "message", e.getMessage(), "remedy",
            e.hint().isEmpty() ? null : e.hint()));
        code = code == ExitCode.OK ? why : code;
      }
    }
    return code;
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private void refresh(ControlClient control, String name) throws BrokerException {
    var started = System.nanoTime();
    ControlClient.Refreshed session = Patience.during(() -> control.refresh(name),
        name + ": still waiting for AWS; brokerd tries three times, half a minute at most", here);
    if (json.wanted()) {
      refreshed.add(ResultJson.object("profile", session.profile(), "expiration", session.expiration(), "arn",
          session.arn()));
      return;
    }
    here.out().println(session.profile() + ": new session until " + session.expiration()
        + (session.arn() == null ? "" : ", " + session.arn()) + took(System.nanoTime() - started));
  }

  /** Said only when it was slow enough to be noticed. */
  private static String took(long nanos) {
    long seconds = Duration.ofNanos(nanos).toSeconds();
    return seconds < 2 ? "" : ", after " + seconds + " s";
  }
}
