package io.credentialbroker.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in files: who may read and write them, profiles that are there twice, secrets in plain text. */
final class FileChecks {
  private static final String FILES = "files";
  private static final String KEYS = "keys";

  private final Surroundings here;
  private final List<Finding> findings = new ArrayList<>();

  private FileChecks(Surroundings here) {
    this.here = here;
  }

  static List<Finding> of(Surroundings here) {
    var checks = new FileChecks(here);
    if (here.variable("HOME").isEmpty()) {
      return List.of(Finding.note(FILES, "HOME is not set, so there are no files to look at"));
    }
    checks.shared(AwsFile.place(here, "AWS_CONFIG_FILE", "config"));
    checks.shared(AwsFile.place(here, "AWS_SHARED_CREDENTIALS_FILE", "credentials"));
    checks.settings();
    checks.cache();
    if (checks.findings.isEmpty()) {
      return List.of(Finding.ok(FILES, "permissions, headings and keys are in order"));
    }
    return checks.findings;
  }

  private void shared(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      AwsFile file = AwsFile.read(path);
      writable(path);
      twice(file);
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

  private void twice(AwsFile file) {
    Map<String, AwsFile.Section> first = new HashMap<>();
    for (AwsFile.Section section : file.sections()) {
      AwsFile.Section before = first.putIfAbsent(section.heading(), section);
      if (before != null) {
        findings.add(Finding.warning(FILES,
            "[" + section.heading() + "] stands twice in " + file.path() + ", lines " + before.line()
                + " and "
                + section.line(),
            "make one section of the two: tools differ in which of them counts"));
      }
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
