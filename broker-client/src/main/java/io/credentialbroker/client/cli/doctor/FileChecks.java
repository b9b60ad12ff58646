package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in files: who may read and write them, profiles that are there twice, secrets in plain text. */
final class FileChecks {
  private static final String FILES = "files";
  private static final String KEYS = "keys";

  private final Surroundings here;
  private final List<Finding> findings = new ArrayList<>();

  /** The files, with or without a line, of which the daemon has told already. */
  private final Set<String> told;

  private FileChecks(Surroundings here, Set<String> told) {
    this.here = here;
    this.told = told;
  }

  /**
   * The findings.
   *
   * @param told the places, as {@code FILE:LINE}, of which the daemon has told already
   */
  static List<Finding> of(Surroundings here, Set<String> told) {
    var checks = new FileChecks(here, told);
    if (here.variable("HOME").isEmpty()) {
      return List.of(Finding.note(FILES, "HOME is not set, so there are no files to look at"));
    }
    for (AwsFile.Kind kind : AwsFile.Kind.values()) {
      checks.shared(AwsFile.place(here, kind), kind);
    }
    checks.settings();
    checks.cache();
    if (checks.findings.isEmpty()) {
      return List.of(Finding.ok(FILES, "permissions, headings and keys are in order"));
    }
    return checks.findings;
  }

  /** Whole files that the daemon cannot read, and lines of profiles; not the file of a profile without a line. */
  static Set<String> toldBy(StatusReport status) {
    var told = new HashSet<String>();
    for (StatusReport.Problem problem : status.problems()) {
      if (problem.file() != null) {
        told.add(problem.file());
      }
    }
    for (StatusReport.Profile profile : status.profiles()) {
      String place = profile.problem() == null ? null : profile.problem().file();
      if (place != null && place.matches(".*:[0-9]+")) {
        told.add(place);
      }
    }
    return told;
  }

  /** Prints the keys of one profile that nobody reads; nothing where its files cannot be read. */
  static void tellMisspelt(Surroundings here, String profile, int width) {
    if (here.variable("HOME").isEmpty()) {
      return;
    }
    for (AwsFile.Kind kind : AwsFile.Kind.values()) {
      try {
        Path path = AwsFile.place(here, kind);
        if (Files.exists(path)) {
          SectionChecks.misspelt(AwsFile.read(path, kind), profile).forEach(one -> here.out()
              .println(Fitting.hanging(
                  "note: " + one.message() + (one.remedy() == null ? "" : "; " + one.remedy()), width, 6)));
        }
      } catch (IOException e) {
        // The daemon tells of a file that it cannot read.
      }
    }
  }

  private void shared(Path path, AwsFile.Kind kind) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      AwsFile file = AwsFile.read(path, kind);
      writable(path);
      if (!told.contains(path.toString())) {
        findings.addAll(SectionChecks.of(file, told));
      }
      secrets(file);
    } catch (IOException e) {
      findings.add(Finding.problem(FILES, path + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "let your own user read it: chmod u+r " + Shell.posixIfNeeded(path.toString())));
    }
  }

  /** Whoever may write a config may have a command of theirs run, by credential_process. */
  private void writable(Path path) throws IOException {
    Set<PosixFilePermission> mode = mode(path);
    if (mode.contains(PosixFilePermission.OTHERS_WRITE) || mode.contains(PosixFilePermission.GROUP_WRITE)) {
      findings.add(Finding.problem(FILES, "others may write " + path,
          "chmod go-w " + Shell.posixIfNeeded(path.toString())));
    }
  }

  private void secrets(AwsFile file) throws IOException {
    boolean any = file.sections().stream()
        .anyMatch(section -> section.keys().containsKey("aws_secret_access_key"));
    Set<PosixFilePermission> mode = mode(file.path());
    if (any && (mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ))) {
      findings.add(Finding.problem(KEYS, "others may read the secret keys in " + file.path(),
          "chmod 600 " + Shell.posixIfNeeded(file.path().toString())));
    }
    String longTerm = file.sections().stream().filter(AwsFile.Section::hasLongTermKeys)
        .map(section -> section.profile() + " (line " + section.keys().get("aws_access_key_id") + ")")
        .collect(Collectors.joining(", "));
    if (!longTerm.isEmpty()) {
      findings.add(Finding.warning(KEYS,
          "long-term keys lie in plain text in " + file.path() + ": " + longTerm,
          "use sign-in (sso_session, login_session) or a credential_process over a key store in their place"));
    }
  }

  private void settings() throws IllegalArgumentException {
    String xdg = here.variable("XDG_CONFIG_HOME");
    Path path = (xdg.isEmpty() ? Path.of(here.variable("HOME"), ".config") : Path.of(xdg))
        .resolve("credential-broker").resolve("broker.toml");
    if (Files.exists(path)) {
      try {
        writable(path);
      } catch (IOException e) {
        findings.add(Finding.problem(FILES,
            path + " cannot be looked at (" + e.getClass().getSimpleName() + ")", null));
      }
    }
  }

  /** Sessions that the AWS CLI has left in plain text, which a broker makes needless. */
  private void cache() {
    Path folder = Path.of(here.variable("HOME"), ".aws", "cli", "cache");
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      long sessions = files.filter(file -> file.toString().endsWith(".json")).count();
      if (sessions > 0) {
        findings.add(Finding.warning(KEYS, "the AWS CLI has left " + sessions
            + (sessions == 1 ? " session" : " sessions") + " in plain text in " + folder,
            "remove them: rm " + Shell.posixIfNeeded(folder.toString()) + "/*.json"));
      }
    } catch (IOException e) {
      findings.add(Finding.note(KEYS, folder + " cannot be listed"));
    }
  }

  private static Set<PosixFilePermission> mode(Path path) throws IOException {
    try {
      // A link's own mode says nothing; what it leads to does.
      return Files.getPosixFilePermissions(path.toRealPath(), LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      return Set.of();
    }
  }
}
