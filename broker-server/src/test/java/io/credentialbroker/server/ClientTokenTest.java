package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
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
  private final ClientTokens tokens = new ClientTokens(new SecureRandom(), InstantSource.system());
  private final NamedClients clients = new NamedClients(tokens, Set.of());

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
    clients.apply(ClientToken.readAll(List.of(stays, client("goes", TOKEN + "2", "rw-------", "*"))));
    var before = tokens.authenticate(TOKEN, null);
    clients.apply(ClientToken.readAll(List.of(stays)));
    assertThat(tokens.authenticate(TOKEN, null)).isEqualTo(before);
    assertThat(tokens.authenticate(TOKEN + "2", null)).isNull();
    assertThat(tokens.authenticate(user.token().reveal(), null)).isNotNull();
  }

  @Test
  void apply_tokenThatMoved_belongsToTheNewClientWithItsGrant() throws Exception {
    clients.apply(ClientToken.readAll(List.of(client("old", TOKEN, "rw-------", "*"))));
    clients.apply(ClientToken.readAll(List.of(client("new", TOKEN, "rw-------", "a"))));
    Client now = tokens.authenticate(TOKEN, null);
    assertThat(now).isNotNull();
    assertThat(now.name()).isEqualTo("new");
    assertThat(now.grant().allows(new ProfileName("b"))).isFalse();
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
