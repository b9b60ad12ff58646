package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What goes wrong around the process: nobody reads its output, the disk is full. */
final class Surroundings {
  private Surroundings() {}

  /** Standard output and error are a pipe that is full and that nobody reads. */
  static Finding blockedOutput(Grounds grounds) throws Exception {
    Path pipe = grounds.folder.resolve("pipe");
    run("mkfifo", pipe.toString());
    var tally = new Tally(grounds.aws::now);
    // The shell holds the pipe open for reading too, fills it, and reads nothing.
    String line = "exec 3<>'" + pipe + "'; dd if=/dev/zero bs=1024 count=1024 of='" + pipe
        + "' oflag=nonblock 2>/dev/null; exec '" + Child.HOME.resolve("bin/brokerd") + "' --verbose >&3 2>&3";
    Child daemon = grounds.daemon(List.of("sh", "-c", line));
    int exit;
    try {
      grounds.awaitSession("p0");
      try (var _ = Load.rate(grounds.tcp(), List.of("p0", "p1", "p2"), 4, 1_000, tally)) {
        TimeUnit.SECONDS.sleep(2);
      }
    } finally {
      exit = daemon.terminate();
    }
    return new Finding("blocked standard output", "bench/chaos short",
        "a full pipe that nobody reads, 1 kHz: %s; SIGTERM ends it with status %d".formatted(tally, exit),
        tally.otherThan(200, 503) == 0 && tally.broken.sum() == 0 && tally.status(200) > 0 && exit == 0);
  }

  /** Whether this user may mount a small file system. */
  static boolean canMount(Path folder) throws IOException, InterruptedException {
    Path probe = Files.createDirectory(folder.resolve("probe"));
    if (run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", probe.toString()) != 0) {
      return false;
    }
    return run("umount", probe.toString()) == 0;
  }

  /** The file system of what is kept over a restart is full. */
  static Finding fullDisk(Path folder) throws Exception {
    Path state = Files.createDirectory(folder.resolve("full"));
    run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", state.toString());
    try (var grounds = new Grounds(Files.createDirectory(folder.resolve("grounds")), 3, state)) {
      fill(state.resolve("ballast"));
      var tally = new Tally(grounds.aws::now);
      Child daemon = grounds.daemon();
      int exit;
      try {
        grounds.awaitSession("p0");
        try (var _ = Load.rate(grounds.tcp(), List.of("p0", "p1"), 4, 1_000, tally)) {
          TimeUnit.SECONDS.sleep(2);
        }
      } finally {
        exit = daemon.terminate();
      }
      boolean told = daemon.printed().contains("cannot be written");
      return new Finding("full disk", "bench/chaos short",
          "no byte left for the sealed file, 1 kHz: %s; told in the log: %s; exit status %d".formatted(tally,
              told, exit),
          tally.otherThan(200, 503) == 0 && tally.broken.sum() == 0 && told && exit == 0
              && !Files.exists(state.resolve("sessions")));
    } finally {
      run("umount", state.toString());
    }
  }

  /** A network that is slow and loses packets, between the broker and AWS; programs are on the unix socket. */
  static Finding lossyNetwork(Grounds grounds) throws Exception {
    var tally = new Tally(grounds.aws::now);
    Child daemon = grounds.daemon();
    long fetched = 0;
    try {
      grounds.awaitSession("p0");
      String[] worse = { "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "200ms", "50ms", "loss",
          "10%"};
      if (run(worse) != 0) {
        throw new IOException(
            "tc cannot slow this network down: the kernel has no netem, or this is no network of its own, "
                + "as bench/chaos makes one");
      }
      try (var _ = Load.rate(UnixDomainSocketAddress.of(grounds.unix()), List.of("p0"), 4, 1_000, tally)) {
        for (int i = 1; i < 4; i++) {
          long begin = System.nanoTime();
          while (askUnix(grounds, "p" + i).status() != 200) {
            TimeUnit.MILLISECONDS.sleep(100);
          }
          fetched = Math.max(fetched, (System.nanoTime() - begin) / 1_000_000);
        }
      }
    } finally {
      run("tc", "qdisc", "del", "dev", "lo", "root");
      daemon.terminate();
    }
    return new Finding("slow and lossy network", "bench/chaos netem",
        "200 ± 50 ms and 10 %% loss between broker and AWS, a held session at 1 kHz: %s; cold ones served after at most %.1f s"
            .formatted(tally, fetched / 1e3),
        tally.otherThan(200) == 0 && tally.broken.sum() == 0);
  }

  private static Reply askUnix(Grounds grounds, String profile) throws IOException {
    try (var line = Line.to(grounds.unix())) {
      return line.ask(Grounds.get(profile));
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      for (byte[] page = new byte[1024];;) {
        out.write(page);
      }
    } catch (IOException e) {
      if (!Files.exists(ballast)) {
        throw e;
      }
      // Full, as wanted.
    }
  }

  static int run(String... line) throws IOException, InterruptedException {
    return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start().waitFor();
  }
}
