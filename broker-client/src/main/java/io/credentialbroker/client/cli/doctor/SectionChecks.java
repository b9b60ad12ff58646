package io.credentialbroker.client.cli.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the sections of a shared AWS file are called: headings that do not count or stand twice, keys nobody reads. */
final class SectionChecks {
  private static final String FILES = "files";
  private static final int MOST_KEYS = 8;
  /** Any of these, and a profile that somebody waits for is missing. */
  private static final Set<String> GIVE_CREDENTIALS = Set.of("aws_access_key_id", "role_arn",
      "credential_process", "web_identity_token_file", "sso_account_id", "sso_session", "login_session");

  private final AwsFile file;
  private final List<Finding> findings = new ArrayList<>();

  private SectionChecks(AwsFile file) {
    this.file = file;
  }

  /**
   * The findings.
   *
   * @param told the places, as {@code FILE:LINE}, of which the daemon has told already
   */
  static List<Finding> of(AwsFile file, Set<String> told) {
    var checks = new SectionChecks(file);
    file.unclosed().forEach(checks::unclosed);
    for (AwsFile.Section section : file.sections()) {
      if (!told.contains(checks.at(section.line()))) {
        Headings.dead(file.kind(), section).ifPresent(dead -> checks.dead(section, dead));
      }
      checks.misspelt(section);
    }
    checks.twice();
    checks.unread();
    return checks.findings;
  }

  /** Keys that nobody reads in one profile of the file. */
  static List<Finding> misspelt(AwsFile file, String profile) {
    var checks = new SectionChecks(file);
    file.sections().stream().filter(section -> section.profile().equals(profile)).forEach(checks::misspelt);
    return checks.findings;
  }

  private void unclosed(int line) {
    findings.add(Finding.problem(FILES, at(line) + ": the heading has no ']', so the whole file is refused",
        "close the bracket"));
  }

  private void dead(AwsFile.Section section, Headings.Dead dead) {
    String message = at(section.line()) + ": [" + section.heading() + "] is ignored: " + dead.why();
    findings.add(section.keys().keySet().stream().anyMatch(GIVE_CREDENTIALS::contains)
        ? Finding.problem(FILES, message, instead(section, dead.instead()))
        : Finding.warning(FILES, message, instead(section, dead.instead())));
  }

  private String instead(AwsFile.Section section, String heading) {
    if (heading.equals(section.heading())) {
      return "move it to the config file, ~/.aws/config unless AWS_CONFIG_FILE names another";
    }
    String begin = "write [" + heading + "]";
    return begin + file.sections().stream().filter(other -> other.heading().equals(heading)).findFirst()
        .map(other -> ", or another name: that one stands in line " + other.line()).orElse("");
  }

  private void misspelt(AwsFile.Section section) {
    if (section.hasKnownKeys()) {
      section.keys().forEach((key, line) -> SharedKeys.meant(key).ifPresent(right -> findings.add(
          Finding.warning(FILES,
              at(line) + ": [" + section.heading() + "] has " + key + ", which nobody reads",
              section.keys().containsKey(right)
                  ? "remove it, if " + right + " in line " + section.keys().get(right) + " is right"
                  : "did you mean " + right + "?"))));
    }
  }

  private void twice() {
    Map<String, AwsFile.Section> first = new HashMap<>();
    for (AwsFile.Section section : file.sections()) {
      AwsFile.Section before = first.putIfAbsent(section.heading(), section);
      if (before != null) {
        findings.add(Finding.warning(FILES,
            "[" + section.heading() + "] stands twice in " + file.path() + ", lines " + before.line()
                + " and " + section.line(),
            "make one section of the two: tools differ in which of them counts"));
      }
    }
    AwsFile.Section bare = first.get("default");
    AwsFile.Section prefixed = first.get("profile default");
    if (file.kind() == AwsFile.Kind.CONFIG && bare != null && prefixed != null) {
      findings.add(Finding.warning(FILES, at(bare.line())
          + ": [default] is ignored, because [profile default] stands in line " + prefixed.line(),
          "make one section of the two"));
    }
  }

  /** Other tools keep keys of their own in these files, so this is no more than a note. */
  private void unread() {
    List<String> keys = file.sections().stream().filter(AwsFile.Section::hasKnownKeys)
        .flatMap(section -> section.keys().entrySet().stream())
        .filter(key -> !SharedKeys.known(key.getKey()) && SharedKeys.meant(key.getKey()).isEmpty())
        .map(key -> key.getKey() + " (line " + key.getValue() + ")").toList();
    if (!keys.isEmpty()) {
      String rest = keys.size() > MOST_KEYS ? " and " + (keys.size() - MOST_KEYS) + " more" : "";
      findings.add(
          Finding.note(FILES, "keys in " + file.path() + " that neither the broker nor AWS's own tools read: "
              + keys.stream().limit(MOST_KEYS).collect(Collectors.joining(", ")) + rest));
    }
  }

  private String at(int line) {
    return file.path() + ":" + line;
  }
}
