package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTokenTest {
  private static final String TOKEN = "canary-0123456789";

  @TempDir
  Path folder;
  private final ManualTime time = ManualTime.start();
  private final ClientTokens tokens = new ClientTokens(new SecureRandom(), time);
  private final NamedClients clients = new NamedClients(tokens, Set.of(),
      new Paces(null, () -> 0), time, time, Runnable::run);

  @Test
  void readAll_goodFile_yieldsItsToken() throws Exception {
    var read = ClientToken.readAll(List.of(client("ci", TOKEN, "rw-------", "a*")));
    assertThat(read.getFirst().token().reveal()).isEqualTo(TOKEN);
    assertThat(read).asString().doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "canary-0123456789  | rw-r-----  | can be read or written by others | chmod 600",
      "canary-0123456789  | rw-----w-  | can be read or written by others | chmod 600",
      "canary-0123456789N | rw-------  | ends with a newline              | printf",
      "canary short       | rw-------  | is not one line of 16 to 256     | basenc",
      "canary             | rw-------  | is not one line of 16 to 256     | basenc"})
  void readAll_badFile_saysWhatToDoAndNotTheToken(String text, String mode, String complaint, String remedy)
      throws Exception {
    var problem = refused(List.of(client("ci", text.replace('N', '\n'), mode, "*")));
    assertThat(problem.getMessage()).contains("client 'ci' " + complaint).contains(remedy)
        .doesNotContain("canary");
  }

  @Test
  void readAll_absentFile_saysSo() {
    var absent = new BrokerConfig.Client("ci", folder.resolve("no"), List.of("*"));
    assertThat(refused(List.of(absent)).getMessage()).contains(folder.resolve("no").toString(),
        "does not exist");
  }

  @Test
  void readAll_tokenOfAnotherClient_isRefused() throws Exception {
    assertThat(refused(List.of(client("a", TOKEN, "rw-------", "*"), client("b", TOKEN, "rw-------", "*")))
        .getMessage())
        .contains("client 'b' holds the token of another client");
  }

  @Test
  void apply_clientsThatComeStayAndGo_leavesOthersAlone() throws Exception {
    var user = tokens.add("user", Grant.EVERYTHING, TokenTerms.NONE);
    var stays = client("stays", TOKEN, "rw-------", "*");
    apply(stays, client("goes", TOKEN + "2", "rw-------", "*"));
    var before = tokens.authenticate(TOKEN, null);
    apply(stays);
    assertThat(tokens.authenticate(TOKEN, null)).isEqualTo(before);
    assertThat(tokens.authenticate(TOKEN + "2", null)).isNull();
    assertThat(tokens.authenticate(user.token().reveal(), null)).isNotNull();
  }

  @Test
  void apply_tokenThatMoved_belongsToTheNewClientWithItsGrant() throws Exception {
    apply(client("old", TOKEN, "rw-------", "*"));
    apply(client("new", TOKEN, "rw-------", "a"));
    Client now = tokens.authenticate(TOKEN, null);
    assertThat(now).isNotNull();
    assertThat(now.name()).isEqualTo("new");
    assertThat(now.grant().allows(new ProfileName("b"))).isFalse();
  }

  @Test
  void readAll_fileForTheGroup_mayBeReadButNotWrittenByIt() throws Exception {
    assertThat(ClientToken.readAll(List.of(forGroup("rw-r-----")))).hasSize(1);
    for (String mode : List.of("rw-rw----", "rw-r--r--", "rw-r---w-")) {
      assertThat(refused(List.of(forGroup(mode))).getMessage()).contains("chmod 640");
    }
  }

  @Test
  void readAll_fileOfAStranger_isRefused() throws Exception {
    var theirs = client("ci", TOKEN, "rw-------", "*");
    assumeThat(Files.getAttribute(theirs.token().path(), "unix:uid")).as("only root gives files away")
        .isEqualTo(0);
    Files.setAttribute(theirs.token().path(), "unix:uid", 65534);
    assertThat(refused(List.of(theirs)).getMessage()).contains("belongs to user 65534", "chown");
  }

  @Test
  void apply_rotatingClients_haveFilesOfTheirOwnAndEndWithTheirTables() throws Exception {
    var a = rotating("a");
    var b = rotating("b");
    apply(a, b);
    String first = Files.readString(a.token().path());
    assertThat(tokens.authenticate(first, null)).extracting(Client::name).isEqualTo("a");
    assertThat(tokens.authenticate(Files.readString(b.token().path()), null)).extracting(Client::name)
        .isEqualTo("b");
    apply(a, b);
    assertThat(Files.readString(a.token().path())).as("nothing has changed").isEqualTo(first);
    apply(b);
    assertThat(tokens.authenticate(first, null)).isNull();
    assertThat(a.token().path()).doesNotExist();
    assertThat(clients.has("a")).isFalse();
    assertThat(clients.has("b")).isTrue();
  }

  @Test
  void apply_fileThatCannotBeWritten_isAProblemOfThatClientOnly() throws Exception {
    var bad = new BrokerConfig.Client("bad", List.of("*"), new BrokerConfig.ClientTokenFile(
        folder.resolve("no/such/folder"), Duration.ofHours(1), Duration.ofMinutes(5), false), Set.of(), false,
        null, ProcessRules.NONE);
    apply(bad, rotating("good"));
    assertThat(clients.problems()).singleElement().satisfies(
        problem -> assertThat(problem.message()).contains("'bad' has no token"));
    assertThat(tokens.clients()).extracting(Client::name).containsExactly("good");
  }

  private BrokerConfig.Client rotating(String name) {
    return new BrokerConfig.Client(name, List.of(name), new BrokerConfig.ClientTokenFile(folder.resolve(name),
        Duration.ofHours(12), Duration.ofHours(1), false), Set.of(), false, null, ProcessRules.NONE);
  }

  private BrokerConfig.Client forGroup(String mode) throws Exception {
    var own = client("ci", TOKEN, mode, "*");
    return new BrokerConfig.Client("ci", own.profiles(),
        new BrokerConfig.ClientTokenFile(own.token().path(), null,
            Duration.ofHours(1), true),
        Set.of(), false, null, ProcessRules.NONE);
  }

  private void apply(BrokerConfig.Client... all) throws Exception {
    var config = BrokerConfig.DEFAULTS;
    clients.apply(new Settings(
        new BrokerConfig(config.listen(), config.imds(), config.ops(), config.logFormat(), config.sessions(),
            config.restart(),
            config.profiles(),
            config.mfa(), config.user(), config.limits(), List.of(all), config.options(), config.audit(),
            config.process()),
        ClientToken.readAll(List.of(all))));
  }

  private BrokerConfig.Client client(String name, String token, String mode, String glob) throws Exception {
    Path file = Files.writeString(folder.resolve(name), token);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return new BrokerConfig.Client(name, file, List.of(glob));
  }

  private static ConfigException refused(List<BrokerConfig.Client> clients) {
    return catchThrowableOfType(ConfigException.class, () -> ClientToken.readAll(clients));
  }
}
