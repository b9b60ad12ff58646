package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.sandbox.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind the door, where no limit on connections spreads them: all callers at once, one call to STS. */
class ColdStormTest {
  private static final int CALLERS = 10_000;
  private static final ProfileName DEMO = new ProfileName("demo");

  @TempDir
  Path folder;

  @Test
  void vend_tenThousandCallersOfOneColdProfile_makeOneCall() throws Exception {
    try (var around = new DaemonFixture(folder);
        var parts = new Parts();
        var blocking = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = around.start(DaemonTime.system());
      parts.add(start.time());
      var settings = Settings.read(start.config());
      var core = CoreParts.assemble(start, settings, parts, blocking, start.time().timers(),
          SessionListener.NONE);
      core.broker().adopt(settings.reader(start.config(), start.environment(), start.home()).read());
      // The answer takes its time, so that everybody is waiting when it comes.
      around.sandbox.faults().always("sts:AssumeRole", new Fault.Latency(Duration.ofMillis(400)));

      var caller = new Caller("user", Grant.EVERYTHING, null);
      var together = new CountDownLatch(CALLERS);
      var asking = new ArrayList<Callable<CompletableFuture<Vend>>>();
      for (int i = 0; i < CALLERS; i++) {
        asking.add(() -> {
          together.countDown();
          together.await();
          return core.broker().vend(caller, DEMO);
        });
      }
      List<Vend> answers = new ArrayList<>();
      for (var asked : blocking.invokeAll(asking)) {
        answers.add(asked.get().join());
      }

      assertThat(answers).hasSize(CALLERS)
          .allMatch(vend -> vend instanceof Vend.Granted || vend instanceof Vend.Unavailable);
      Eventually.within(Duration.ofSeconds(30), "the session that all have waited for",
          () -> core.broker().vend(caller, DEMO).join() instanceof Vend.Granted);
      assertThat(around.sandbox.calls().count("sts:AssumeRole")).isEqualTo(1);
    }
  }
}
