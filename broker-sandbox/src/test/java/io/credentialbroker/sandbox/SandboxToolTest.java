package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

class SandboxToolTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path home;

  @Test
  void tool_byServiceLoader_isFoundByName() {
    assertThat(ServiceLoader.load(ToolProvider.class)).anySatisfy(
        tool -> assertThat(tool.name()).isEqualTo("credential-broker-sandbox"));
  }

  @Test
  void run_withHome_writesFilesAndLeavesItRunning() throws Exception {
    int status = run("--home", home.resolve("aws").toString());

    assertThat(status).isZero();
    assertThat(out.toString()).matches("sandbox http://127\\.0\\.0\\.1:\\d+\\R");
    assertThat(err.toString()).contains("not real");
    Path config = home.resolve("aws/config");
    Path credentials = home.resolve("aws/credentials");
    assertThat(Files.getPosixFilePermissions(config)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(credentials))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home.resolve("aws")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.readString(config)).contains("[profile demo]", "[profile demo-chain]",
        "[profile demo-keys]");

    AwsCredentials keys = ProfileCredentialsProvider.builder().profileName("demo-keys")
        .profileFile(ProfileFile.builder().type(ProfileFile.Type.CREDENTIALS).content(credentials).build())
        .build()
        .resolveCredentials();
    URI endpoint = URI.create(out.toString().strip().substring("sandbox ".length()));
    try (StsClient sts = StsClients.of(endpoint, keys, InstantSource.system())) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(DemoWorld.USER);
    }
  }

  @Test
  void run_twiceIntoTheSameHome_replacesItsOwnFiles() throws Exception {
    run("--home", home.toString());
    String first = Files.readString(home.resolve("config"));
    run("--home", home.toString());

    assertThat(Files.readString(home.resolve("config"))).isNotEqualTo(first).startsWith(DemoFiles.MARK);
    try (var files = Files.list(home)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void run_homeWithSomebodysFiles_touchesNothing() throws Exception {
    Files.writeString(home.resolve("config"), "[default]\n");

    assertThat(run("--home", home.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("error: cannot write the demo files", "not written by the sandbox");
    assertThat(Files.readString(home.resolve("config"))).isEqualTo("[default]\n");
    assertThat(home.resolve("credentials")).doesNotExist();
  }

  @Test
  void run_portTaken_saysSo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
    }
    assertThat(err.toString()).contains("error: the sandbox cannot listen on 127.0.0.1:",
        "choose another port");
  }

  @ParameterizedTest
  @ValueSource(strings = { "--port", "--port x", "--port 65536", "--port -1", "--nothing 1"})
  void run_wrongArguments_showsUsage(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("error: ", "hint: usage:");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void demoWorld_chain_worksFromKeysToPartnerRole() {
    try (var sandbox = Sandbox.start(DemoWorld.create(), SandboxOptions.defaults());
        var keys = StsClient.builder().endpointOverride(sandbox.endpoint()).region(Region.US_EAST_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder().type(ProfileFile.Type.CREDENTIALS)
                    .content(new java.io.ByteArrayInputStream(
                        DemoFiles.credentials().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .build())
                .profileName("demo-keys").build())
            .build()) {
      var role = keys.assumeRole(Rig.role(DemoWorld.ROLE).build()).credentials();
      try (var chained = StsClients.of(sandbox.endpoint(), role, InstantSource.system())) {
        assertThat(
            chained.assumeRole(Rig.role(DemoWorld.PARTNER_ROLE).externalId(DemoWorld.EXTERNAL_ID).build())
                .assumedRoleUser().arn())
            .isEqualTo("arn:aws:sts::444455556666:assumed-role/demo-partner/test");
      }
    }
  }

  @Test
  void instructions_withAndWithoutHome_sayWhatToType() {
    try (var sandbox = Sandbox.start(DemoWorld.create(), SandboxOptions.defaults())) {
      assertThat(SandboxMain.instructions(new SandboxArguments(home, 0), sandbox))
          .contains("AWS_CONFIG_FILE=" + home + "/config", "Ctrl-C");
      assertThat(SandboxMain.instructions(new SandboxArguments(null, 0), sandbox)).contains(
          "[profile demo-chain]",
          sandbox.endpoint() + "/_sandbox/calls");
    }
  }

  private int run(String... arguments) {
    return new SandboxTool().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
