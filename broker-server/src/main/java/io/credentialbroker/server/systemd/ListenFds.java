package io.credentialbroker.server.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The protocol of {@code sd_listen_fds_with_names(3)}: descriptors from 3 on, opened by the service manager
 * before this process existed, and a name for each.
 */
public final class ListenFds {
  private static final int FIRST = 3;
  /** What a descriptor is called when nobody named it. */
  private static final String NAMELESS = "unknown";

  private ListenFds() {}

  /**
   * One descriptor.
   *
   * @param descriptor its number in this process
   * @param name {@code FileDescriptorName=} of the unit, by default the name of the socket unit
   */
  public record Passed(int descriptor, String name) {}

  /**
   * What was passed to the process {@code pid}; nothing when the variables are meant for another one, as they
   * are in a child that inherited them.
   *
   * @throws IllegalArgumentException when the variables contradict each other; the message is for people
   */
  public static List<Passed> of(Map<String, String> environment, long pid) {
    if (!Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
      return List.of();
    }
    String count = environment.getOrDefault("LISTEN_FDS", "0");
    if (!count.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("LISTEN_FDS is '" + count + "', which is no number of descriptors.");
    }
    String names = environment.getOrDefault("LISTEN_FDNAMES", "");
    String[] named = names.isEmpty() ? new String[0] : names.split(":", -1);
    int passed = Integer.parseInt(count);
    if (named.length != 0 && named.length != passed) {
      throw new IllegalArgumentException("LISTEN_FDNAMES has " + named.length + " names for the " + passed
          + " descriptors of LISTEN_FDS.");
    }
    var all = new ArrayList<Passed>();
    for (int i = 0; i < passed; i++) {
      all.add(new Passed(FIRST + i, named.length == 0 ? NAMELESS : named[i]));
    }
    return List.copyOf(all);
  }
}
