package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.fixtures.TunnelProxy;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first region is dead and the second one is not: real TLS, by the names of AWS, to a server in this process. */
class SecondRegionTest {
  private static final String FIRST = "sts.eu-central-1.amazonaws.com:443";
  private static final String SECOND = "sts.eu-west-1.amazonaws.com:443";
  private static final char[] PASSWORD = "not a secret".toCharArray();
  private static final Credentials KEYS = new Credentials("AKIAIOSFODNN7EXAMPLE", Secret.of("canarySecret"),
      null, null, null, null);

  @TempDir
  private Path folder;

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> scopes = new CopyOnWriteArrayList<>();
  private SSLContext tls;
  private HttpsServer west;

  @BeforeEach
  void serve() throws Exception {
    tls = tls();
    west = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    west.setHttpsConfigurator(new HttpsConfigurator(tls));
    // The server puts the real time into its Date header, and an answer is judged by that.
    byte[] answer = StsXml.credentials("GetSessionToken", Instant.now().plus(Duration.ofMinutes(50)), "")
        .body()
        .getBytes(StandardCharsets.UTF_8);
    west.createContext("/", exchange -> {
      scopes.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    west.setExecutor(executor);
    west.start();
  }

  @AfterEach
  void end() {
    west.stop(0);
    executor.shutdownNow();
  }

  @Test
  void call_firstRegionDead_isAnsweredByTheSecondAndSignedForIt() throws Exception {
    try (var proxy = new TunnelProxy(Map.of(SECOND, west.getAddress()));
        var http = new HttpCalls(executor,
            new EnvironmentProxies(Map.of("HTTPS_PROXY", proxy.uri().toString()), null), time, tls);
        var sts = new StsCalls(http, executor, time, time, _ -> {})) {
      Credentials got = Outcomes.of(sts.sessionToken(step("eu-west-1"), KEYS, null));
      assertThat(got.accessKeyId()).isEqualTo(StsXml.KEY);
      assertThat(proxy.asked()).startsWith(FIRST).endsWith(SECOND);
      assertThat(scopes).singleElement().asString().contains("/eu-west-1/sts/aws4_request");
    }
  }

  private static Recipe.SessionToken step(String second) {
    return new Recipe.SessionToken(new Recipe.Environment(), Duration.ofHours(1),
        new StsEndpoint("eu-central-1", null, false, false, second));
  }

  /** A certificate for the second region's name, and the trust in it. */
  private SSLContext tls() throws Exception {
    Path file = folder.resolve("keys.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var made = new ProcessBuilder(tool.toString(), "-genkeypair", "-alias", "sts", "-keyalg", "EC", "-dname",
        "CN=test", "-ext", "SAN=dns:" + SECOND.replace(":443", ""), "-storetype", "PKCS12", "-keystore",
        file.toString(), "-storepass", String.valueOf(PASSWORD))
        .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start();
    if (made.waitFor() != 0) {
      throw new IOException("keytool: " + Files.readString(folder.resolve("keytool.log")));
    }
    var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
    var mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    mine.init(keys, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
