package io.credentialbroker.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel of this machine tells. */
@EnabledOnOs(OS.LINUX)
class KernelEventsTest {
  private static final long PATIENCE_SECONDS = 20;

  @TempDir
  Path home;

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final EntryEvents events = KernelEvents.open(blocking);
  private final Semaphore told = new Semaphore(0);
  private final EntryEvents.Subscription subscription = events.subscribe(told::release);
  private Path config;

  @BeforeEach
  void write() throws IOException {
    config = Files.createDirectories(home.resolve("aws")).resolve("config");
    Files.writeString(config, "x");
  }

  @AfterEach
  void end() {
    events.close();
    blocking.shutdownNow();
  }

  @Test
  void to_fileOfThisMachine_isComplete() {
    assertThat(subscription.to(List.of(config))).isTrue();
  }

  @Test
  void to_fileThatTheKernelMakesUp_isNotComplete() {
    assertThat(subscription.to(List.of(Path.of("/proc/self/fd/0")))).isFalse();
  }

  @Test
  void to_fileThatIsMountedByItself_isNotComplete() throws IOException {
    Path mounts = Files.writeString(home.resolve("mountinfo"),
        "31 27 254:0 /x " + config + " rw - ext4 /dev/vda rw\n");
    try (var ofContainer = KernelEvents.open(blocking, mounts); var other = ofContainer.subscribe(() -> {})) {
      assertThat(other.to(List.of(config))).isFalse();
      assertThat(other.to(List.of(config.resolveSibling("credentials")))).isTrue();
    }
  }

  @Test
  void written_told() throws Exception {
    subscription.to(List.of(config));
    Files.writeString(config, "y");
    awaitTold();
  }

  @Test
  void putInPlaceByRename_told() throws Exception {
    subscription.to(List.of(config));
    Path fresh = Files.writeString(home.resolve("fresh"), "y");
    Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
    awaitTold();
  }

  @Test
  void removed_told() throws Exception {
    subscription.to(List.of(config));
    Files.delete(config);
    awaitTold();
  }

  @Test
  void absentWithItsDirectory_toldWhenThatIsMade() throws Exception {
    Path absent = home.resolve("later/config");
    assertThat(subscription.to(List.of(absent))).isTrue();
    Files.createDirectory(absent.getParent());
    awaitTold();
  }

  @Test
  void directoryExchanged_toldAndTheNewOneIsWatchedAfterTheNextLook() throws Exception {
    subscription.to(List.of(config));
    Files.move(config.getParent(), home.resolve("old"));
    awaitTold();
    Files.createDirectory(config.getParent());
    awaitTold();
    told.drainPermits();
    subscription.to(List.of(config));
    Files.writeString(config, "y");
    awaitTold();
  }

  @Test
  void directoryRemovedAndMadeAgain_isWatchedAfterTheNextLook() throws Exception {
    subscription.to(List.of(config));
    Files.delete(config);
    Files.delete(config.getParent());
    awaitTold();
    Files.createDirectory(config.getParent());
    subscription.to(List.of(config));
    told.drainPermits();
    Files.writeString(config, "y");
    awaitTold();
  }

  @Test
  void linkRedirected_told() throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("link"), config);
    subscription.to(List.of(link));
    Files.move(Files.createSymbolicLink(home.resolve("fresh"), Path.of("elsewhere")), link,
        StandardCopyOption.ATOMIC_MOVE);
    awaitTold();
  }

  @Test
  void neighboursWritten_notTold() throws Exception {
    subscription.to(List.of(config));
    Files.writeString(config.resolveSibling("neighbour"), "y");
    Files.writeString(home.resolve("neighbour"), "y");
    // Events come in order: once this one has come, those before it have been passed over.
    var other = new Semaphore(0);
    try (var second = events.subscribe(other::release)) {
      Path mark = config.resolveSibling("mark");
      second.to(List.of(mark));
      Files.writeString(mark, "y");
      assertThat(other.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(told.availablePermits()).isZero();
  }

  @Test
  void twoReadersOfOneDirectory_theOtherIsStillToldWhenOneEnds() throws Exception {
    subscription.to(List.of(config));
    try (var second = events.subscribe(() -> fail("it has ended"))) {
      second.to(List.of(config.resolveSibling("credentials")));
    }
    Files.writeString(config, "y");
    awaitTold();
  }

  private void awaitTold() throws InterruptedException {
    assertThat(told.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("told within %s s", PATIENCE_SECONDS)
        .isTrue();
  }
}
