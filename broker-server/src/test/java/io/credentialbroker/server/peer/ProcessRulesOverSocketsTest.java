package io.credentialbroker.server.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.transport.Bound;
import io.credentialbroker.server.transport.OwnUser;
import io.credentialbroker.server.transport.Transport;
import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules by process over real sockets, with a real other program at the other end: a copy of perl, and perl itself. */
final class ProcessRulesOverSocketsTest {
  private static final Path PERL = Path.of("/usr/bin/perl");

  /** How the program comes to us. */
  enum Way {
    TCP, UNIX, UNIX_OF_AN_OLD_KERNEL
  }

  @TempDir
  private Path temp;
  private Path app = PERL;
  private Path script = PERL;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Program> programs = new ArrayList<>();

  @BeforeEach
  void copyPerl() throws Exception {
    assumeTrue(Files.isExecutable(PERL), "perl is not installed");
    assumeTrue(Epoll.isAvailable(), "no epoll on this machine");
    app = Files.copy(PERL, temp.resolve("app"), StandardCopyOption.COPY_ATTRIBUTES);
    URI source = requireNonNull(ProcessRulesOverSocketsTest.class.getResource("asks.pl")).toURI();
    script = Files.copy(Path.of(source), temp.resolve("asks.pl"));
  }

  @AfterEach
  void endAll() {
    programs.forEach(Program::close);
    blocking.shutdownNow();
  }

  private static ProcessRules runs(Path executable) {
    return new ProcessRules(Set.of(executable.toString()), Set.of(), Set.of(), Set.of());
  }

  private static ProcessRules digest(Path of) throws Exception {
    String digest = HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(of)));
    return new ProcessRules(Set.of(), Set.of(digest), Set.of(), Set.of());
  }

  /** A gate on one socket, with one client that has rules. */
  private final class Served implements AutoCloseable {
    private final Transport transport = Transport.open(1);
    private final TestGate gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS,
        transport.timers());
    private final Bound bound;
    private final String where;
    private final String token;

    Served(Way way, ProcessRules rules, Set<Integer> uids) throws IOException {
      token = gate.tokens
          .add(new Identity("app", Grant.EVERYTHING, rules, Pace.UNLIMITED), TokenTerms.of(uids))
          .token().reveal();
      gate.attestor = way == Way.UNIX_OF_AN_OLD_KERNEL
          ? new LinuxAttestor(
              new ProcFs(Path.of("/proc"), new ProgramDigests(InstantSource.system())), null, new UnixDiag(),
              false, blocking)
          : transport.peers().attestor(blocking, InstantSource.system());
      if (way == Way.TCP) {
        bound = transport.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            gate.tcp(transport.peers().overTcp().orElseThrow(), _ -> true));
        where = "127.0.0.1:" + requireNonNull(bound.tcpAddress()).getPort();
      } else {
        Path path = temp.resolve("cb/broker.sock");
        bound = transport.bindUnix(path, gate.unix(transport.unixPeers(), _ -> true));
        where = path.toString();
      }
    }

    Served(Way way, ProcessRules rules) throws IOException {
      this(way, rules, Set.of());
    }

    Program program(String... command) throws IOException {
      return start(List.of(command), List.of(script.toString(), where, token));
    }

    /** Another process of that program keeps the pipes, and says so when this one has ended. */
    Program nested(Path executable) throws IOException {
      return start(List.of(executable.toString()), List.of(script.toString(), where, token, "nested"));
    }

    private Program start(List<String> command, List<String> arguments) throws IOException {
      var words = new ArrayList<>(command);
      words.addAll(arguments);
      var program = new Program(
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      programs.add(program);
      return program;
    }

    Program program(Path executable) throws IOException {
      return program(executable.toString());
    }

    @Override
    public void close() {
      bound.close();
      transport.close();
    }
  }

  /** A process that is told what to do. */
  private static final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    Program(Process process) {
      this.process = process;
      this.answers = process.inputReader();
    }

    private void tell(String command) throws IOException {
      process.getOutputStream().write((command + '\n').getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    String say(String command) throws IOException {
      tell(command);
      return String.valueOf(answers.readLine());
    }

    String ask() throws IOException {
      return say("ask");
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close(); // a child that it left behind ends by that too
      } catch (IOException e) {
        // It has ended.
      }
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_ofAnExecutable_isAnsweredForThatOneOnly(Way way) throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), app);
    for (Path rule : List.of(app, link)) {
      try (var served = new Served(way, runs(rule))) {
        Program right = served.program(app);
        assertThat(right.ask()).isEqualTo("200");
        assertThat(served.program(PERL).ask()).isEqualTo("403");
        assertThat(right.ask()).isEqualTo("200");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_ofAProgramWithADigest_isAnsweredForThoseBytesOnly(Way way) throws Exception {
    try (var served = new Served(way, digest(PERL))) {
      assertThat(served.program(app).ask()).isEqualTo("200");
      assertThat(served.program(PERL).ask()).isEqualTo("200");

      Path other = Files.copy(PERL, temp.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
      Files.write(other, new byte[]{ 0}, StandardOpenOption.APPEND);
      assertThat(served.program(other).ask()).isEqualTo("403");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_whoseProgramIsDeletedUnderWay_isAnsweredByItsBytesButNotByItsPath(Way way) throws Exception {
    try (var byPath = new Served(way, runs(app))) {
      Program program = byPath.program(app);
      assertThat(program.ask()).isEqualTo("200");
      Files.delete(app);
      assertThat(program.ask()).isEqualTo("403");
    }
    Files.copy(PERL, app, StandardCopyOption.COPY_ATTRIBUTES);
    try (var byDigest = new Served(way, digest(PERL))) {
      Program program = byDigest.program(app);
      assertThat(program.ask()).isEqualTo("200");
      Files.delete(app);
      assertThat(program.ask()).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_whoseProgramIsReplacedUnderWay_isAnsweredForTheNewOneOnly(Way way) throws Exception {
    try (var served = new Served(way, runs(app))) {
      Program old = served.program(app);
      assertThat(old.ask()).isEqualTo("200");
      Path next = Files.copy(PERL, temp.resolve("next"), StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(next, app, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      assertThat(old.ask()).isEqualTo("403");
      assertThat(served.program(app).ask()).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_ofAProcessThatBecameAnotherProgram_isRefusedOnTheOpenConnectionToo(Way way) throws Exception {
    try (var served = new Served(way, runs(app))) {
      Program program = served.program(app);
      assertThat(program.ask()).isEqualTo("200");
      program.tell("become " + PERL);
      assertThat(program.ask()).isEqualTo("403");
      program.tell("become " + app);
      assertThat(program.ask()).isEqualTo("200");
    }
  }

  /** Over a unix socket the one that connected is known, and it is gone; on TCP who holds the connection counts. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void request_ofAProcessThatLeftItsConnectionToAChild_isTheChildsOnTcpAndNobodysElsewhere(Way way)
      throws Exception {
    try (var served = new Served(way, runs(app))) {
      Program program = served.nested(app);
      assertThat(program.ask()).isEqualTo("200");
      assertThat(program.say("leave")).isEqualTo("left");
      assertThat(program.ask()).isEqualTo(way == Way.TCP ? "200" : "403");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void request_ofAnotherControlGroupOrUnit_isRefused(Way way) throws Exception {
    for (ProcessRules rules : List.of(
        new ProcessRules(Set.of(), Set.of(), Set.of("surely-not-this.service"), Set.of()),
        new ProcessRules(Set.of(app.toString()), Set.of(), Set.of(), Set.of("/surely/not/this")))) {
      try (var served = new Served(way, rules)) {
        assertThat(served.program(app).ask()).isEqualTo("403");
      }
    }
  }

  /** Only root can become another user, and see what another user's process runs. */
  @Test
  void request_ofAnotherUsersProgramOverTcp_isLookedAtAsOnesOwn() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can run a program as another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
    int nobody = 65534;
    for (Path open : List.of(temp, script)) {
      Files.setPosixFilePermissions(open,
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (var served = new Served(Way.TCP, runs(app), Set.of(nobody))) {
      String[] asNobody = { "/usr/bin/setpriv", "--reuid=" + nobody, "--clear-groups"};
      assertThat(served.program(asNobody[0], asNobody[1], asNobody[2], app.toString()).ask())
          .isEqualTo("200");
      assertThat(served.program(asNobody[0], asNobody[1], asNobody[2], PERL.toString()).ask())
          .isEqualTo("403");
      assertThat(served.program(app).ask()).as("the right program of the wrong user").isEqualTo("401");
    }
  }

  @Test
  void holderOf_connectionOfAnotherProgram_isThatProgramWithinItsShareOfTheTime() throws Exception {
    var time = new long[]{ 0};
    var holders = new SocketHolders(
        new ProcFs(Path.of("/proc"), new ProgramDigests(InstantSource.system())), () -> time[0]++);
    try (var served = new Served(Way.TCP, runs(app))) {
      Program program = served.program(app);
      assertThat(program.ask()).isEqualTo("200");
      String[] line = Files.readAllLines(Path.of("/proc/" + program.process.pid() + "/net/tcp")).stream()
          .map(String::strip).filter(one -> one.split("\\s+", -1)[2].endsWith(portOf(served.where)))
          .findFirst().orElseThrow().split("\\s+", -1);
      long inode = Long.parseLong(line[9]);

      assertThat(holders.holderOf(inode)).isEqualTo((int) program.process.pid());
      assertThat(holders.holderOf(inode)).as("known by now").isEqualTo((int) program.process.pid());
      assertThat(holders.holderOf(inode + 1)).as("not looked for so soon").isZero();
      time[0] += 1_000;
      assertThat(holders.holderOf(1)).as("looked for, and not there").isZero();
    }
  }

  private static String portOf(String where) {
    return String.format(Locale.ROOT, ":%04X",
        Integer.parseInt(where.substring(where.indexOf(':') + 1)));
  }
}
