package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.StatusReport.Profile;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.status.StatusTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The daemon, where it listens, its folder, and how its profiles stand. */
final class DaemonChecks {
  private static final String DAEMON = "daemon";
  private static final String PROFILES = "profiles";
  private static final int LIMIT_MILLIS = 2_000;
  private static final int LOOK_MILLIS = 300;
  private static final Duration NOTABLE_SKEW = Duration.ofMinutes(1);
  private static final Duration REFUSED_SKEW = Duration.ofMinutes(5);
  private static final Set<PosixFilePermission> OWNERS = Set.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

  private final List<Finding> findings = new ArrayList<>();

  private DaemonChecks() {}

  /** What is found where nobody answers. */
  static List<Finding> absent(BrokerException none, RuntimeDirectory directory) {
    var checks = new DaemonChecks();
    if (none.kind() == BrokerException.Kind.NO_DAEMON) {
      checks.findings.add(new Finding(Finding.Level.NOTE, DAEMON,
          "no brokerd runs, so only files and variables were looked at",
          "'exec', 'env' and 'credential-process' start one when they need it"));
    } else {
      checks.findings.add(Finding.problem(DAEMON, String.valueOf(none.getMessage()),
          none.hint().isEmpty() ? null : none.hint()));
    }
    checks.folder(directory.path());
    return checks.findings;
  }

  static List<Finding> of(StatusReport status, RuntimeDirectory directory) {
    var checks = new DaemonChecks();
    checks.findings
        .add(Finding.ok(DAEMON, "brokerd " + status.version() + " answers, process " + status.pid()));
    status.listeners().forEach(checks::listener);
    checks.folder(directory.path());
    checks.token(status.tokenFile());
    checks.clock(status.clockAhead());
    status.problems().forEach(problem -> checks.findings.add(Finding.problem("files",
        (problem.where().isEmpty() ? "" : problem.where() + ": ") + problem.message(), problem.remedy())));
    checks.profiles(status.profiles());
    return checks.findings;
  }

  private void listener(StatusReport.Listener listener) {
    if (!listener.kind().equals("tcp")) {
      return;
    }
    int colon = listener.address().lastIndexOf(':');
    String host = listener.address().substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, Integer.parseInt(listener.address().substring(colon + 1))),
          LIMIT_MILLIS);
      // The daemon asks the kernel whose connection this is: one that is gone by then is nobody's, and a stranger's.
      awaitEnd(socket);
      findings.add(Finding.ok("listener", listener.address() + " takes connections"));
    } catch (IOException | IllegalArgumentException e) {
      findings.add(Finding.problem("listener", listener.address() + " takes no connections",
          "start brokerd again; where a firewall filters loopback, let this port pass"));
    }
  }

  /** Says that nothing will come, and waits for the other side to end, or until it surely has looked. */
  private static void awaitEnd(Socket socket) throws IOException {
    socket.setSoTimeout(LOOK_MILLIS);
    socket.shutdownOutput();
    try {
      socket.getInputStream().readNBytes(1);
    } catch (SocketTimeoutException e) {
      // It takes connections, which is all that was asked.
    }
  }

  private void folder(Path folder) {
    try {
      if (Files.isDirectory(folder) && !OWNERS.containsAll(Files.getPosixFilePermissions(folder))) {
        findings.add(Finding.problem(DAEMON, "others may look into " + folder + ", where tokens lie",
            "chmod 700 " + Shell.posixIfNeeded(folder.toString())));
      }
    } catch (IOException | UnsupportedOperationException e) {
      findings.add(Finding.problem(DAEMON, folder + " cannot be looked at", null));
    }
  }

  private void token(@Nullable String file) {
    if (file == null) {
      return;
    }
    Path path = Path.of(file);
    try {
      if (!OWNERS.containsAll(Files.getPosixFilePermissions(path))) {
        findings.add(Finding.problem("token", "others may read " + path, "chmod 600 "
            + Shell.posixIfNeeded(file) + ", and start brokerd again for a new token"));
      } else {
        findings.add(Finding.ok("token", path + " is there for your user alone"));
      }
    } catch (IOException | UnsupportedOperationException e) {
      findings.add(Finding.problem("token", path + " is not there or cannot be read",
          "start brokerd again: it writes a new one"));
    }
  }

  private void clock(@Nullable Duration ahead) {
    if (ahead == null) {
      findings.add(
          Finding.note("clock", "AWS has not answered this brokerd yet; 'broker doctor PROFILE' asks it"));
      return;
    }
    String off = "this machine's clock is " + StatusTable.words(ahead.abs())
        + (ahead.isNegative() ? " behind AWS's" : " ahead of AWS's");
    String set = "set it: timedatectl set-ntp true";
    if (ahead.abs().compareTo(REFUSED_SKEW) >= 0) {
      findings.add(Finding.problem("clock", off + ", and AWS refuses signatures from five minutes on", set));
    } else if (ahead.abs().compareTo(NOTABLE_SKEW) >= 0) {
      findings.add(Finding.warning("clock", off, set));
    } else {
      findings.add(Finding.ok("clock", "agrees with AWS's"));
    }
  }

  private void profiles(List<Profile> profiles) {
    for (Profile profile : profiles) {
      String name = Shell.posixIfNeeded(profile.name());
      switch (profile.state()) {
        case "BROKEN" -> findings.add(broken(profile));
        case "FAILED" -> findings.add(Finding.problem(PROFILES, profile.name() + " fails: "
            + (profile.lastFailure() == null ? "no reason is known" : profile.lastFailure().message()),
            "broker doctor " + name));
        case "STALE" -> findings.add(Finding.warning(PROFILES,
            profile.name() + " is served, and could not be refreshed", "broker doctor " + name));
        case "MFA_NEEDED", "SIGN_IN_NEEDED" -> findings.add(new Finding(Finding.Level.NOTE, PROFILES,
            profile.name() + ": " + profile.state().toLowerCase(Locale.ROOT).replace('_', ' '),
            profile.lastFailure() == null ? null : profile.lastFailure().remedy()));
        default -> {
        }
      }
    }
    shared(profiles);
    if (findings.stream().noneMatch(one -> one.subject().equals(PROFILES))) {
      findings.add(profiles.isEmpty()
          ? Finding.warning(PROFILES, "there is no profile to serve",
              "add one to the AWS config that the daemon reads; its log says which")
          : Finding.ok(PROFILES, profiles.size() + (profiles.size() == 1 ? " profile" : " profiles")
              + ", none of them known to fail; 'broker doctor PROFILE' tries one"));
    }
  }

  private static Finding broken(Profile profile) {
    var problem = profile.problem();
    String begin = profile.name() + " cannot be served: ";
    return problem == null
        ? Finding.problem(PROFILES, begin + "it is written with a mistake", "broker explain "
            + Shell.posixIfNeeded(profile.name()))
        : Finding.problem(PROFILES, begin + (problem.where().isEmpty() ? "" : problem.where() + ": ")
            + problem.message(), problem.remedy());
  }

  /** Two names for one session are no mistake, and often forgotten. */
  private void shared(List<Profile> profiles) {
    profiles.stream().filter(profile -> !profile.sharesWith().isEmpty())
        .map(profile -> Stream.concat(Stream.of(profile.name()), profile.sharesWith().stream()).sorted()
            .collect(Collectors.joining(", ")))
        .distinct().forEach(same -> findings.add(Finding.note(PROFILES,
            same + " have the same recipe: they are one and the same session under several names")));
  }
}
