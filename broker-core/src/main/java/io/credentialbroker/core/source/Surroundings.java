package io.credentialbroker.core.source;

import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.login.LoginCalls;
import io.credentialbroker.core.sso.SsoCalls;
import io.credentialbroker.core.sts.StsCalls;
import io.credentialbroker.core.time.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What sources find around them.
 *
 * @param environment the daemon's variables
 * @param home the user's home folder; commands run in it
 * @param http for metadata services and token endpoints
 * @param mfa asked for a code at the moment one is needed
 * @param blocking where files are read and commands run; must not be bounded (a virtual thread a task fits)
 * @param commandLimit how long a command may run
 */
public record Surroundings(Map<String, String> environment, Path home, HttpCalls http, StsCalls sts,
    SsoCalls sso, LoginCalls login, MfaCodes mfa, Timers timers, Executor blocking, InstantSource clock,
    Duration commandLimit) {

  /** How long a {@code credential_process} may run unless configured otherwise. */
  public static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
