package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code brokerd --check} says of the files while no daemon runs. It starts nothing, and is the same reading that
 * a daemon would do.
 */
final class DryRun {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String FILES = "files";
  private static final String ERROR = "error: ";
  private static final String HINT = "hint: ";
  private static final String NOTE = "note: ";
  private static final Pattern PLACE = Pattern.compile("(/\\S+?:[0-9]+)[ ,:].*");
  private static final int MOST = 20;

  private DryRun() {}

  /** A problem for each that it tells of; none where all is in order, or the daemon is not beside this command. */
  static List<Finding> of(Surroundings here) {
    return of(here, LIMIT);
  }

  /**
   * The same.
   *
   * @param limit how long the daemon may take; then it is ended
   */
  static List<Finding> of(Surroundings here, Duration limit) {
    Path launcher = here.installation() == null
        ? null
        : here.installation().resolve("bin").resolve("brokerd");
    if (launcher == null || !Files.isExecutable(launcher)) {
      return List.of();
    }
    try {
      // A pipe ends only when nobody holds it any more, which may be never. This file is for its user alone (0600).
      Path said = Files.createTempFile("broker-doctor-", ".txt");
      try {
        return of(launcher, said, here.environment(), limit);
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      return List.of(failed("cannot be run: " + e.getMessage(), launcher));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(failed("was interrupted", launcher));
    }
  }

  private static List<Finding> of(Path launcher, Path said, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(launcher.toString(), "--check").redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(said.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return List.of(failed("did not end within " + limit.toSeconds() + " seconds", launcher));
      }
    } finally {
      end(process);
    }
    var findings = read(new String(Files.readAllBytes(said), StandardCharsets.UTF_8));
    return process.exitValue() == 0 || !findings.isEmpty()
        ? findings
        : List.of(failed("ended with exit code " + process.exitValue(), launcher));
  }

  /** Ends it and what it has started; nothing where it has ended by itself. */
  static void end(Process process) {
    // Looked for first: of what has ended nobody knows the children.
    List<ProcessHandle> started = process.descendants().collect(Collectors.toList());
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static Finding failed(String how, Path launcher) {
    return Finding.problem("daemon", "'brokerd --check' " + how, "run it by hand: " + launcher + " --check");
  }

  /**
   * Each error with the hint below it, and with the note below that, which names the profiles that it concerns; one that
   * is told of several profiles in the same words stands there once.
   */
  static List<Finding> read(String said) {
    var findings = new LinkedHashSet<Finding>();
    List<String> lines = said.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String error = marked(ERROR, lines, i);
      if (error != null) {
        String hint = marked(HINT, lines, i + 1);
        String note = marked(NOTE, lines, hint == null ? i + 1 : i + 2);
        findings.add(Finding.problem(FILES, note == null ? error : error + ' ' + sentence(note), hint));
      }
    }
    int more = findings.size() - MOST;
    return more <= 0 ? List.copyOf(findings) : shortened(List.copyOf(findings), more);
  }

  /** What a line says behind its mark; null where it has another one, or is not there. */
  private static @Nullable String marked(String mark, List<String> lines, int at) {
    return at < lines.size() && lines.get(at).startsWith(mark)
        ? lines.get(at).substring(mark.length())
        : null;
  }

  private static String sentence(String note) {
    return note.isEmpty() ? note : Character.toUpperCase(note.charAt(0)) + note.substring(1);
  }

  private static List<Finding> shortened(List<Finding> findings, int more) {
    var some = new ArrayList<>(findings.subList(0, MOST));
    some.add(Finding.problem(FILES, "and " + more + (more == 1 ? " more problem" : " more problems"),
        "brokerd --check tells all of them"));
    return some;
  }

  /** The lines of files that these speak of, as {@code FILE:LINE}. */
  static Set<String> places(List<Finding> findings) {
    return findings.stream().map(one -> PLACE.matcher(one.message())).filter(Matcher::matches)
        .map(place -> place.group(1)).collect(Collectors.toSet());
  }
}
