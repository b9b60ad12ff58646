package io.credentialbroker.sandbox;

import io.credentialbroker.sandbox.control.ControlTwin;
import io.credentialbroker.sandbox.fault.Calls;
import io.credentialbroker.sandbox.fault.Faults;
import io.credentialbroker.sandbox.http.Router;
import io.credentialbroker.sandbox.http.SandboxServer;
import io.credentialbroker.sandbox.machine.ContainerTwin;
import io.credentialbroker.sandbox.machine.ImdsTwin;
import io.credentialbroker.sandbox.platform.Job;
import io.credentialbroker.sandbox.platform.PlatformTwin;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.signin.FederationTwin;
import io.credentialbroker.sandbox.signin.LoginTwin;
import io.credentialbroker.sandbox.signin.Logins;
import io.credentialbroker.sandbox.sigv4.SignatureVerifier;
import io.credentialbroker.sandbox.sso.SignIns;
import io.credentialbroker.sandbox.sso.SsoOidcTwin;
import io.credentialbroker.sandbox.sso.SsoPortalTwin;
import io.credentialbroker.sandbox.sts.StsTwins;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.net.URI;
import java.util.List;

/**
 * A running offline AWS. All twins share one port of 127.0.0.1; they tell their requests apart by path. It runs
 * on daemon threads and ends with {@link #close} or with the process.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxWorld world;
  private final SandboxClock clock;
  private final Faults faults;
  private final Calls calls = new Calls();
  private final Keyring keys;
  private final SignIns signIns;
  private final PlatformTwin platforms;
  private final Logins logins;
  private final SandboxServer server;

  private Sandbox(SandboxWorld world, SandboxOptions options) {
    this.world = world;
    this.clock = new SandboxClock(options.clock());
    this.faults = new Faults(options.faultSeed());
    this.keys = new Keyring(world, clock, options.random());
    var control = new ControlTwin(faults, calls, world, clock, this::refuseFor);
    var signatures = new SignatureVerifier(keys, clock, options.signatureWindow(), "sts");
    this.signIns = new SignIns(clock, options.random());
    this.platforms = new PlatformTwin(clock);
    this.logins = new Logins(clock, options.random());
    var router = new Router(List.of(control, StsTwins.create(world, keys, signatures, clock, faults),
        new ImdsTwin(world, keys, clock, options.random()), new ContainerTwin(world, keys, clock),
        new SsoPortalTwin(world, keys, signIns), new SsoOidcTwin(signIns, clock),
        new FederationTwin(keys, clock, options.random()), new LoginTwin(world, keys, logins), platforms));
    this.server = new SandboxServer(options.port(), options.threads(), router, faults, calls, clock);
  }

  /**
   * Starts one.
   *
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static Sandbox start(SandboxWorld world, SandboxOptions options) {
    return new Sandbox(world, options);
  }

  public int port() {
    return server.port();
  }

  /** Where STS is, and every twin that is found by path: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Where the container endpoint serves a task of the world. */
  public URI containerCredentials(String taskId) {
    return endpoint().resolve(ContainerTwin.PREFIX + taskId);
  }

  /** Where a console link is made: the twin of {@code https://signin.aws.amazon.com/federation}. */
  public URI federationEndpoint() {
    return endpoint().resolve("/federation");
  }

  /** Lets a job of GitHub Actions have tokens; answers its {@code ACTIONS_ID_TOKEN_REQUEST_URL}. */
  public URI addGithubJob(Job job) {
    platforms.addGithub(job);
    return endpoint().resolve("/github/" + job.name() + "?api-version=2.0");
  }

  /** Lets a run of HCP Terraform have tokens; answers where. */
  public URI addHcpRun(Job job) {
    platforms.addHcp(job);
    return endpoint().resolve("/hcp/" + job.name());
  }

  /** The people's side of IAM Identity Center: approving devices, making and revoking tokens. */
  public SignIns signIns() {
    return signIns;
  }

  /** The people's side of {@code aws login}: signing in, and ending it. */
  public Logins logins() {
    return logins;
  }

  /** What exists; may be changed at any time. */
  public SandboxWorld world() {
    return world;
  }

  /** AWS's clock; may be set at any time. */
  public SandboxClock clock() {
    return clock;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was asked. */
  public Calls calls() {
    return calls;
  }

  /** How many sessions have been given out, by all twins. */
  public long sessionsIssued() {
    return keys.issued();
  }

  /** Refuses connections from now on, and drops those there are: the service is gone. */
  public void refuseConnections() {
    server.refuse();
  }

  /** Accepts connections again, at the same port. */
  public void acceptConnections() {
    server.accept();
  }

  private void refuseFor(long millis) {
    server.refuseFor(millis);
  }

  @Override
  public void close() {
    server.close();
  }
}
