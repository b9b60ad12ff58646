package io.credentialbroker.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import io.credentialbroker.server.transport.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Caller CALLER = new Caller("user", Grant.EVERYTHING, null);
  private static final ProfileName DEV = new ProfileName("dev");

  @TempDir
  Path temp;
  private final Vend granted = new Vend.Granted(
      TestBroker.serving().session("dev", "ASIAXXXXWXYZ", Duration.ofHours(1)));
  private Path folder;
  private Path file;

  @BeforeEach
  void place() {
    folder = temp.resolve("state");
    file = folder.resolve("audit.jsonl");
  }

  private AuditLog open(int room) throws IOException {
    return AuditLog.open(new AuditSettings(file, 1L << 30, 1, OwnUser.uid()), InstantSource.system(),
        (_, _) -> null, room, (_, _) -> null, _ -> 0);
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void vended_once_isInTheFileWithoutAnyoneAskingAgain() throws Exception {
    try (var log = open(64)) {
      log.vended("u", CALLER, DEV, granted, true);
      until("the line", () -> lines().size() == 1);
      // The writer sleeps now, and has to be woken again.
      log.refused("u", null, Refusal.TOKEN_WRONG);
      until("the second line", () -> lines().size() == 2);
      assertThat(lines().get(1)).contains("\"outcome\":\"refused\",\"reason\":\"TOKEN_WRONG\"");
      assertThat(log.facts().written()).isEqualTo(2);
      assertThat(log.facts().lost()).isZero();
      assertThat(log.facts().problem()).isNull();
    }
  }

  @Test
  void turnedAway_manyAtOnce_areToldByTheirCountWithoutAnyFurtherOne() throws Exception {
    try (var log = open(64)) {
      for (int i = 0; i < 10; i++) {
        log.turnedAway("u", null, Turned.TOO_MANY);
      }
      until("both lines", () -> lines().size() == 2);
      assertThat(lines().get(1)).contains("\"times\":9");
    }
  }

  @Test
  void close_withDecisionsWaiting_writesThem() throws Exception {
    int each = 5_000;
    try (var log = open(16_384)) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 3; t++) {
        threads.add(Thread.ofPlatform().start(() -> {
          for (int i = 0; i < each; i++) {
            log.vended("u", CALLER, DEV, granted, true);
          }
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(lines()).hasSize(3 * each)
        .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
  }

  @Test
  void vended_whileTheFileCannotBeWritten_waitsThenIsCountedThenIsToldWhenThereIsRoom() throws Exception {
    // A plain file where the folder should be stands for every disk that cannot be written.
    Path obstacle = Files.writeString(folder, "");
    try (var log = open(64)) {
      assertThat(log.facts().problem()).contains(file.toString());
      int sent = 0;
      while (log.facts().lost() < 10) {
        log.vended("u", CALLER, DEV, granted, true);
        sent++;
        assertThat(sent).isLessThan(1_000_000);
      }
      Files.delete(obstacle);
      until("the recovery", () -> log.facts().problem() == null && !lines().isEmpty());
      long lost = log.facts().lost();
      int all = sent;
      until("the rest", () -> log.facts().written() == all - lost + 1);
      assertThat(lines()).filteredOn(line -> line.contains("\"outcome\":\"lost\""))
          .singleElement().asString().endsWith("\"outcome\":\"lost\",\"times\":" + lost + "}");
      assertThat(lines()).filteredOn(line -> line.contains("\"outcome\":\"granted\""))
          .hasSize((int) (all - lost));
    }
  }

  @Test
  void vended_afterTheFolderWasRemoved_makesItAnew() throws Exception {
    try (var log = open(1_024)) {
      log.vended("u", CALLER, DEV, granted, true);
      until("the line", () -> lines().size() == 1);
      Files.delete(file);
      Files.delete(folder);
      until("a new file", () -> {
        log.vended("u", CALLER, DEV, granted, true);
        return !lines().isEmpty();
      });
    }
  }
}
