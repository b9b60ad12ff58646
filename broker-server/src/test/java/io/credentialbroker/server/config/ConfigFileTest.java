package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.profile.ProfileProblem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir
  Path home;
  private ConfigFile file;

  @BeforeEach
  void inTheUsualPlace() throws IOException {
    file = ConfigFile.usual(Map.of(), home);
    Files.createDirectories(file.path().getParent());
  }

  @Test
  void usual_withoutXdg_isBelowDotConfig() {
    assertThat(file.path()).isEqualTo(home.resolve(".config/credential-broker/broker.toml"));
  }

  @Test
  void usual_withXdg_isBelowIt() {
    var xdg = ConfigFile.usual(Map.of("XDG_CONFIG_HOME", home.resolve("x").toString()), home);
    assertThat(xdg.path()).isEqualTo(home.resolve("x/credential-broker/broker.toml"));
  }

  @Test
  void usual_withRelativeXdg_ignoresIt() {
    assertThat(ConfigFile.usual(Map.of("XDG_CONFIG_HOME", "x"), home).path()).isEqualTo(file.path());
  }

  @Test
  void read_absentUsualFile_isTheDefaults() throws Exception {
    assertThat(file.read()).isEqualTo(BrokerConfig.DEFAULTS);
  }

  @Test
  void read_emptyFile_isTheDefaults() throws Exception {
    assertThat(reading("")).isEqualTo(BrokerConfig.DEFAULTS);
  }

  @Test
  void read_mfaCommands_areByDeviceOrForAny() throws Exception {
    var mfa = reading("""
        [mfa]
        mfa_command = "codes {serial}"
        [[mfa_device]]
        serial = "GAHT12345678"
        mfa_command = "ykman code"
        """).mfa();
    assertThat(mfa.any()).isEqualTo("codes {serial}");
    assertThat(mfa.ofDevice()).containsExactly(Map.entry("GAHT12345678", "ykman code"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "[mfa]~mfa_command = ''|mfa.mfa_command", "[mfa]~mfa_command = ['a']|mfa.mfa_command",
      "[mfa]~command = 'a'|Known here: mfa_command",
      "[mfa_device]~serial = 'GAHT12345678'|[[mfa_device]]",
      "[[mfa_device]]~serial = 'GAHT12345678'|mfa_device.mfa_command",
      "[[mfa_device]]~serial = 'short'~mfa_command = 'a'|another length",
      "[[mfa_device]]~serial = 'GAHT12345678'~mfa_command = 'a'~[[mfa_device]]~serial = 'GAHT12345678'~mfa_command = 'b'|two commands"})
  void read_wrongMfaTables_areRefusedWithTheReason(String toml, String words) {
    var problem = onlyProblem(
        catchThrowableOfType(ConfigException.class, () -> reading(toml.replace('~', '\n'))));
    assertThat(problem.message() + ' ' + problem.remedy()).contains(words);
  }

  @Test
  void read_absentNamedFile_saysSo() {
    var named = ConfigFile.named(home.resolve("no.toml"), home);
    var problem = onlyProblem(catchThrowableOfType(ConfigException.class, named::read));
    assertThat(problem.file()).isEqualTo(home.resolve("no.toml").toString());
    assertThat(problem.message()).contains("does not exist");
    assertThat(problem.remedy()).contains("--config");
  }

  @Test
  void read_folderInsteadOfFile_saysThatItCannotBeRead() throws IOException {
    Files.createDirectory(file.path());
    assertThat(onlyProblem(catchThrowableOfType(ConfigException.class, file::read)).message())
        .contains("cannot be read");
  }

  @Test
  void read_notUtf8_saysSo() throws IOException {
    Files.write(file.path(), "[listen]\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(onlyProblem(catchThrowableOfType(ConfigException.class, file::read)).message())
        .contains("UTF-8");
  }

  @Test
  void read_everyKey_reachesTheRecord() throws Exception {
    var config = reading("""
        [listen]
        tcp = ["127.0.0.1:1234", "[::1]:0"]
        exposed = ["169.254.170.2:80"]
        unix = "~/sockets/b.sock"
        [user]
        profiles = ["dev"]
        rotate = "24h"
        [limits]
        connections = 99
        connections_per_user = 33
        requests_per_second = 50
        [sessions]
        max_sessions = 7
        idle = "30m"
        keep_warm = ["prod-*"]
        upstream_calls_per_second = 3
        [profiles]
        serve_static_keys = ["legacy"]
        include = ["a*"]
        exclude = ["ab?"]
        session_name = "ci"
        [restart]
        file = "~/state/sessions"
        key_file = "restart.key"
        max_age = "2h"
        [[client]]
        name = "build"
        token_file = "tokens/build"
        profiles = ["deploy", "read-*"]
        [[client]]
        name = "sidecar"
        token_file = "/shared/token"
        profiles = ["app"]
        rotate = "12h"
        rotate_overlap = "2h"
        group_readable = true
        uids = [1001, 1002]
        remote = true
        requests_per_second = 7
        """);
    assertThat(config.listen().exposed()).containsExactly(new InetSocketAddress("169.254.170.2", 80));
    assertThat(config.user()).isEqualTo(new BrokerConfig.User(List.of("dev"), Duration.ofHours(24)));
    assertThat(config.limits()).isEqualTo(new BrokerConfig.Limits(99, 33, 50));
    assertThat(config.listen().tcp()).containsExactly(new InetSocketAddress("127.0.0.1", 1234),
        new InetSocketAddress("::1", 0));
    assertThat(config.listen().unix()).isEqualTo(home.resolve("sockets/b.sock"));
    assertThat(config.sessions())
        .isEqualTo(new BrokerConfig.Sessions(7, Duration.ofMinutes(30), List.of("prod-*"), 3));
    assertThat(config.restart()).isEqualTo(new BrokerConfig.Restart(home.resolve("state/sessions"),
        file.path().resolveSibling("restart.key"), Duration.ofHours(2)));
    assertThat(config.profiles())
        .isEqualTo(new BrokerConfig.Profiles(List.of("legacy"), List.of("a*"), List.of("ab?"), "ci"));
    assertThat(config.clients()).containsExactly(new BrokerConfig.Client("build",
        file.path().resolveSibling("tokens/build"), List.of("deploy", "read-*")),
        new BrokerConfig.Client("sidecar", List.of("app"),
            new BrokerConfig.ClientTokenFile(Path.of("/shared/token"),
                Duration.ofHours(12), Duration.ofHours(2), true),
            Set.of(1001, 1002), true, 7, ProcessRules.NONE));
  }

  @Test
  void read_rulesByProcess_areThoseOfTheClient() throws Exception {
    String digest = "AB".repeat(32);
    var config = reading("""
        [[client]]
        name = "ci"
        token_file = "t"
        profiles = ["a"]
        executables = ["/usr/bin/../bin/ci", "/opt/ci"]
        sha256 = ["%s"]
        units = ["ci.service", "user:ci@1.service", "run-u7.scope"]
        cgroups = ["/system.slice/ci.service"]
        """.formatted(digest));
    assertThat(config.clients()).singleElement().extracting(BrokerConfig.Client::rules)
        .isEqualTo(new ProcessRules(Set.of("/usr/bin/ci", "/opt/ci"), Set.of(digest.toLowerCase(Locale.ROOT)),
            Set.of("ci.service", "user:ci@1.service", "run-u7.scope"), Set.of("/system.slice/ci.service")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = { "executables = ['ci']|no absolute path",
      "executables = '/bin/ci'|it is text",
      "sha256 = ['abc']|another length", "units = ['ci']|no name of a service",
      "units = ['a/b.service']|no name",
      "units = ['user:user:b.slice']|no name", "cgroups = ['/']|/proc/PID/cgroup",
      "cgroups = ['system.slice']|/proc/PID/cgroup", "cgroups = ['/a/../b']|/proc/PID/cgroup",
      "cgroups = ['/a/']|/proc/PID/cgroup", "cgroups = ['/a//b']|/proc/PID/cgroup",
      "remote = true~units = ['a.service']|cannot have rules for its process"})
  void read_wrongRulesByProcess_areRefusedWithTheReason(String keys, String words) {
    var problem = onlyProblem(catchThrowableOfType(ConfigException.class,
        () -> reading(("[[client]]~name='a'~token_file='t'~profiles=['a']~" + keys).replace('~', '\n'))));
    assertThat(problem.message() + ' ' + problem.remedy()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "[listen]~exposed = ['0.0.0.0:80']|more than one address",
      "[listen]~exposed = ['[::]:80']|more than one",
      "[listen]~exposed = ['127.0.0.1:80']|belongs into 'listen.tcp'",
      "[listen]~exposed = ['host:80']|no address",
      "[listen]~exposed = ['224.0.0.1:80']|more than one", "[listen]~tcp = ['10.0.0.1:80']|listen.exposed",
      "[[client]]~name='a'~token_file='t'~profiles=['*']~remote=true|cannot have every profile",
      "[[client]]~name='a'~token_file='t'~profiles=['a','**']~remote=true|cannot have every profile",
      "[[client]]~name='a'~token_file='t'~profiles=['a']~uids=['root']|numbers of users",
      "[[client]]~name='a'~token_file='t'~profiles=['a']~rotate='5s'|out of range",
      "[[client]]~name='a'~token_file='t'~profiles=['a']~rotate='1h'~[[client]]~name='b'~token_file='t'~profiles=['a']~rotate='1h'|Two clients",
      "[limits]~connections = 1|out of range", "[limits]~requests_per_second = 0|out of range"})
  void read_wrongGateSettings_areRefusedWithTheReason(String toml, String words) {
    var problem = onlyProblem(
        catchThrowableOfType(ConfigException.class, () -> reading(toml.replace('~', '\n'))));
    assertThat(problem.message() + ' ' + problem.remedy()).contains(words);
  }

  @Test
  void read_notToml_namesTheLine() {
    var problem = onlyProblem(refused("[listen]\ntcp = [\n"));
    assertThat(problem.file()).startsWith(file.path() + ":");
    assertThat(problem.message()).contains("not TOML");
  }

  @Test
  void read_keyTwice_isRefused() {
    assertThat(onlyProblem(refused("[listen]\ntcp = []\ntcp = []\n")).message()).contains("not TOML");
  }

  @Test
  void read_unknownKey_namesTheNearestAndTheLine() {
    var problem = onlyProblem(refused("[sessions]\n\nkeep_warn = []\n"));
    assertThat(problem.file()).isEqualTo(file.path() + ":3");
    assertThat(problem.message()).contains("'sessions.keep_warn'");
    assertThat(problem.remedy()).isEqualTo("Did you mean 'keep_warm'?");
  }

  @Test
  void read_unknownKeyLikeNoOther_listsWhatIsKnown() {
    assertThat(onlyProblem(refused("[listen]\nzzzzzzzz = 1\n")).remedy())
        .isEqualTo("Known here: tcp, exposed, unix.");
  }

  @Test
  void read_unknownTable_namesTheNearest() {
    assertThat(onlyProblem(refused("[session]\nidle = \"1h\"\n")).remedy())
        .isEqualTo("Did you mean 'sessions'?");
  }

  @Test
  void read_keyOutsideItsTable_saysWhereItBelongs() {
    assertThat(onlyProblem(refused("tcp = []\n")).remedy()).isEqualTo("It belongs below [listen].");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "listen   | tcp = 9780                        | it is a number",
      "listen   | tcp = [9780]                      | it is a number",
      "ops      | listen = [\"localhost:9780\"]     | is no address",
      "log      | format = \"xml\"                  | it is neither",
      "listen   | tcp = [\"localhost:9780\"]        | is no address",
      "listen   | tcp = [\"127.0.0.1\"]             | is no address",
      "listen   | tcp = [\"127.0.0.256:1\"]         | is no address",
      "listen   | tcp = [\"127.0.0.1:65536\"]       | a port over 65535",
      "listen   | tcp = [\"0.0.0.0:9780\"]          | other machines",
      "listen   | tcp = [\"10.0.0.1:9780\"]         | other machines",
      "listen   | tcp = [\"[::]:9780\"]             | other machines",
      "listen   | unix = true                       | it is true or false",
      "listen   | unix = \"\"                       | no path",
      "sessions | max_sessions = 0                  | out of range",
      "sessions | max_sessions = 99999999999        | out of range",
      "sessions | max_sessions = 1.5                | it is a number",
      "sessions | max_sessions = \"many\"           | it is text",
      "sessions | idle = 12                         | it is a number",
      "sessions | idle = \"12\"                     | is no such time",
      "sessions | idle = \"59s\"                    | out of range",
      "sessions | idle = \"31d\"                    | out of range",
      "sessions | idle = 2026-01-01                 | is no such time",
      "sessions | keep_warm = \"all\"               | it is text",
      "sessions | keep_warm = [\"\"]                | 1 to 256",
      "sessions | keep_warm = {a = 1}               | it is a table",
      "sessions | upstream_calls_per_second = 1001  | out of range",
      "profiles | session_name = \"{me}\"           | {me} in the session name template is unknown",
      "profiles | session_name = []                 | it is a list"})
  void read_wrongValue_namesKeyLineAndKind(String section, String line, String complaint) {
    var problem = onlyProblem(refused("[" + section + "]\n" + line + "\n"));
    String key = section + '.' + line.substring(0, line.indexOf(' '));
    assertThat(problem.file()).isEqualTo(file.path() + ":2");
    assertThat(problem.key()).isEqualTo(key);
    assertThat(problem.message()).contains("'" + key + "'").contains(complaint);
    assertThat(problem.remedy()).startsWith("It takes ");
  }

  @Test
  void read_manyMistakes_tellsAllOfThem() {
    var problems = refused("[listen]\ntcp = 1\nunix = 2\n[sessions]\nidle = 3\n").problems();
    assertThat(problems).extracting(ProfileProblem::key).containsExactly("listen.tcp", "listen.unix",
        "sessions.idle");
  }

  @Test
  void read_tableThatIsNone_saysHowToWriteIt() {
    assertThat(onlyProblem(refused("listen = 1\n")).remedy()).contains("[listen]");
  }

  @Test
  void read_oneClientTable_asksForTwoBrackets() {
    assertThat(onlyProblem(refused("[client]\nname = \"a\"\n")).remedy()).contains("[[client]]");
  }

  @Test
  void read_clientWithoutKeys_namesEach() {
    assertThat(refused("[[client]]\n").problems()).extracting(ProfileProblem::key).containsExactly(
        "client[0].name",
        "client[0].token_file", "client[0].profiles");
  }

  @Test
  void read_clientNameTwice_namesTheSecondOne() {
    var one = "[[client]]\nname = \"a\"\ntoken_file = \"t\"\nprofiles = [\"*\"]\n";
    var problem = onlyProblem(refused(one + one));
    assertThat(problem.file()).isEqualTo(file.path() + ":6");
    assertThat(problem.message()).contains("'a' is taken");
  }

  @ParameterizedTest
  @CsvSource({ "user,taken", "exec,taken", "a b,other characters"})
  void read_clientNameNotPossible_isRefused(String name, String complaint) {
    assertThat(
        refused("[[client]]\nname = \"" + name + "\"\ntoken_file = \"t\"\nprofiles = [\"*\"]\n").problems())
        .anySatisfy(problem -> assertThat(problem.message()).contains(complaint));
  }

  @Test
  void read_clientWithNoProfiles_isRefused() {
    assertThat(
        onlyProblem(refused("[[client]]\nname = \"a\"\ntoken_file = \"t\"\nprofiles = []\n")).message())
        .contains("the list is empty");
  }

  private BrokerConfig reading(String text) throws Exception {
    Files.writeString(file.path(), text);
    return file.read();
  }

  private ConfigException refused(String text) {
    return catchThrowableOfType(ConfigException.class, () -> reading(text));
  }

  private static ProfileProblem onlyProblem(ConfigException refused) {
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().getFirst();
  }
}
