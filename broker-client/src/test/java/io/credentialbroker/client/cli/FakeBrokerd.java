package io.credentialbroker.client.cli;

import io.credentialbroker.client.FakeBroker;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the tests install as {@code bin/brokerd}: it counts its starts in the file {@code starts}, refuses to be a
 * second one, and ends when it is asked to, or by itself after a minute.
 */
public final class FakeBrokerd {
  private FakeBrokerd() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(System.getenv("CREDENTIAL_BROKER_RUNTIME_DIR"));
    Files.writeString(folder.resolve("starts"), "started in " + Path.of("").toAbsolutePath() + "\n",
        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try (
        var file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
        var lock = file.tryLock()) {
      if (lock == null) {
        System.err.println("error: another brokerd is running");
        System.exit(1);
      }
      serve(folder);
    }
  }

  private static void serve(Path folder) throws Exception {
    // As the real one does: who finds the control socket finds the other one too.
    try (
        var vend = FakeBroker.at(folder.resolve("broker.sock"),
            broker -> broker.on("GET /v1/credential-process/deploy", 200, "{\"AccessKeyId\":\"ASIA1\"}"));
        var control = FakeBroker.at(folder.resolve("control.sock"),
            broker -> broker.on("GET /v1/profiles/deploy/environment", 200,
                "{\"environment\":{\"AWS_REGION\":\"eu\"}}"))) {
      control.awaitStop();
      vend.requests().forEach(request -> System.out.println("answered " + request));
    }
  }
}
