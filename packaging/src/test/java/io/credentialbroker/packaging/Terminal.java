package io.credentialbroker.packaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A screen of 120 columns and 30 lines, played by tmux, and the one program that runs in it. */
final class Terminal implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> environment;

  private Terminal(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Starts {@code command} in a shell that outlives an interrupt; its end leaves the screen as it is. */
  static Terminal running(Path folder, Map<String, String> environment, String command) {
    Tools.need("tmux");
    var here = new HashMap<>(environment);
    here.put("LC_ALL", "C.UTF-8");
    here.put("TERM", "xterm-256color");
    here.put("PATH", Distribution.home().resolve("bin") + ":" + System.getenv("PATH"));
    var terminal = new Terminal(folder, here);
    terminal.tmux("new-session", "-d", "-x", "120", "-y", "30",
        "sh -c 'trap : INT; " + command + "; echo exit code $?; exec sleep 600'");
    return terminal;
  }

  /** What is on the screen now, without colours. */
  String screen() {
    return tmux("capture-pane", "-p");
  }

  /** The same with what has been scrolled away, and with colours. */
  String everything() {
    return tmux("capture-pane", "-p", "-e", "-S", "-");
  }

  void type(String... keys) {
    var line = new ArrayList<>(List.of("send-keys"));
    line.addAll(List.of(keys));
    tmux(line.toArray(String[]::new));
  }

  void resize(int columns, int rows) {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** What tmux knows of the screen, in its own format: {@code #{history_size}} lines have been scrolled away. */
  String state(String format) {
    return tmux("display-message", "-p", format).strip();
  }

  void shows(String text) {
    Until.quietly(() -> screen().contains(text), this::screen);
  }

  private String tmux(String... arguments) {
    // No file of the person who runs the tests decides how it behaves.
    var line = new ArrayList<>(List.of("tmux", "-f", "/dev/null", "-S", folder.resolve("tmux").toString()));
    line.addAll(List.of(arguments));
    return Run.of(environment, folder, line).succeeded();
  }

  /** Ends what runs in it: a shell that is hung up writes its history, into the folder of the test, before it is gone. */
  @Override
  public void close() {
    List<ProcessHandle> running = ProcessHandle.of(Long.parseLong(state("#{pane_pid}"))).stream()
        .flatMap(first -> Stream.concat(Stream.of(first), first.descendants())).toList();
    tmux("kill-server");
    Until.quietly(() -> running.stream().noneMatch(ProcessHandle::isAlive),
        () -> "what ran in the terminal has not ended: " + running);
  }
}
