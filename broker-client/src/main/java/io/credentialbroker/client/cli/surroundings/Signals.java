package io.credentialbroker.client.cli.surroundings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes signals on to a child, from before it starts, so that whoever signals {@code broker exec} signals the
 * command. A shutdown hook would not do: it would end this process for a Ctrl-C that the command survives.
 */
final class Signals {
  private static final List<String> PASSED_ON = List.of("HUP", "INT", "TERM", "USR1", "USR2");

  private final List<String> early = new ArrayList<>();
  private @Nullable Process child;

  private Signals() {}

  /** From now on signals wait for the child instead of ending this process. */
  static Signals caught() {
    var signals = new Signals();
    PASSED_ON.forEach(name -> SignalSource.on(name, () -> signals.arrived(name)));
    return signals;
  }

  synchronized void passOnTo(Process started) {
    child = started;
    early.forEach(name -> send(name, started));
    early.clear();
  }

  private synchronized void arrived(String name) {
    if (name.equals("INT") && sentByTerminal()) {
      return;
    }
    if (child == null) {
      early.add(name);
    } else {
      send(name, child);
    }
  }

  /**
   * Whether a Ctrl-C comes from the terminal, which sends it to the command as well: this process group is the
   * one in the foreground. Fields 5 and 8 of proc_pid_stat(5) are the group and the terminal's foreground group.
   */
  private static boolean sentByTerminal() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[2].equals(fields[5]);
    } catch (IOException e) {
      // Without /proc: input from a terminal is the best sign there is.
      return Terminals.anyConsole();
    }
  }

  /** The JDK itself sends TERM only; a shell's {@code kill} is everywhere, unlike the program of that name. */
  private static void send(String name, Process child) {
    if (name.equals("TERM")) {
      child.destroy();
      return;
    }
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(child.pid())).start();
    } catch (IOException e) {
      child.destroy();
    }
  }
}
