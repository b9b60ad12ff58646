package io.credentialbroker.server;

import io.credentialbroker.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a whole daemon: each has a folder of its own, and all that a daemon needs around it. */
abstract class AroundDaemon {
  @TempDir
  Path folder;
  DaemonFixture around;

  @BeforeEach
  final void layOut() throws IOException {
    around = new DaemonFixture(folder);
  }

  @AfterEach
  final void clearAway() {
    around.close();
  }

  /** Another AWS than the usual, in a folder of its own. */
  final void layOut(SandboxOptions options) throws IOException {
    around.close();
    around = new DaemonFixture(folder.resolve("other"), options);
  }
}
