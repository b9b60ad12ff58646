package io.credentialbroker.core.source;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.login.LoginCalls;
import io.credentialbroker.core.sso.SsoCalls;
import io.credentialbroker.core.sts.StsCalls;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real surroundings under a manual clock. */
final class Workshop implements AutoCloseable {
  final ManualTime time = ManualTime.start();
  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
  private final StsCalls sts = new StsCalls(http, executor, time, time, _ -> {});

  Surroundings with(Map<String, String> environment, Path home, MfaCodes mfa) {
    return new Surroundings(environment, home, http, sts,
        new SsoCalls(http, environment, home, executor, time),
        new LoginCalls(http, environment, home, executor, time), mfa, time, executor, time,
        Surroundings.COMMAND_LIMIT);
  }

  Surroundings with(Map<String, String> environment) {
    return with(environment, Path.of("/"), MfaCodes.NONE);
  }

  @Override
  public void close() {
    sts.close();
    http.close();
    executor.shutdownNow();
  }
}
