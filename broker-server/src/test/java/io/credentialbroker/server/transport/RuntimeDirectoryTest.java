package io.credentialbroker.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.server.transport.ListenException.Reason;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuntimeDirectoryTest {
  private @TempDir Path temp = Path.of("");
  private int uid;

  @BeforeEach
  void ownUser() throws IOException {
    uid = OwnUser.uid();
  }

  private RuntimeDirectory find(Map<String, String> environment) throws ListenException {
    return RuntimeDirectory.find(environment, uid, temp.resolve("users"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private ListenException refusal(Map<String, String> environment) {
    return assertThatExceptionOfType(ListenException.class).isThrownBy(() -> find(environment)).actual();
  }

  @Test
  void uid_ofThisProcess_ownsWhatItMakes() throws Exception {
    assertThat(Files.getAttribute(Files.createFile(temp.resolve("f")), "unix:uid")).isEqualTo(uid);
  }

  @Test
  void find_ownVariable_winsAndTheFolderIsMadePrivate() throws Exception {
    var found = find(Map.of(RuntimeDirectory.VARIABLE, temp.resolve("own").toString(), "XDG_RUNTIME_DIR",
        temp.toString()));

    assertThat(found.path()).isEqualTo(temp.resolve("own"));
    assertThat(mode(found.path())).isEqualTo("rwx------");
  }

  @Test
  void find_xdgRuntimeDir_isTheParent() throws Exception {
    assertThat(find(Map.of("XDG_RUNTIME_DIR", temp.toString())).path()).isEqualTo(temp.resolve(
        "credential-broker"));
  }

  @Test
  void find_noVariables_isBelowTheUsersOwnFolderWhereThereIsOne() throws Exception {
    Files.createDirectories(temp.resolve("users/" + uid));

    assertThat(find(Map.of("XDG_RUNTIME_DIR", "")).path()).isEqualTo(temp.resolve("users/" + uid
        + "/credential-broker"));
  }

  /** As the emptyDir of a pod is. */
  private Path folderOfEverybody() throws IOException {
    Path open = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    return open;
  }

  @Test
  void find_belowAFolderOfEverybody_isRefusedUnlessThatFolderIsTrusted() throws Exception {
    Path open = folderOfEverybody();
    var below = Map.of(RuntimeDirectory.VARIABLE, open.resolve("private").toString());
    assertThat(refusal(below)).hasMessageContaining("Everybody may write to " + open.toRealPath());

    assertThat(refusal(Map.of(RuntimeDirectory.VARIABLE, open.resolve("private").toString(),
        RuntimeDirectory.TRUSTED_PARENT, temp.toString())).reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(mode(find(Map.of(RuntimeDirectory.VARIABLE, open.resolve("private").toString(),
        RuntimeDirectory.TRUSTED_PARENT, open.toRealPath().toString())).path())).isEqualTo("rwx------");
  }

  @Test
  void bindUnix_belowATrustedFolder_listensThere() throws Exception {
    Path open = folderOfEverybody().toRealPath();
    Path socket = open.resolve("private/broker.sock");
    try (var sockets = Transport.open(1)) {
      assertThatExceptionOfType(ListenException.class)
          .isThrownBy(() -> sockets.bindUnix(socket, new ChannelInboundHandlerAdapter()));
      try (var _ = sockets.trusting(open).bindUnix(socket, new ChannelInboundHandlerAdapter())) {
        assertThat(socket).exists();
      }
    }
  }

  @Test
  void find_nothingAtAll_namesTheVariableToSet() {
    var refusal = refusal(Map.of());
    assertThat(refusal.reason()).isEqualTo(Reason.NO_PLACE);
    assertThat(refusal).hasMessageContaining("XDG_RUNTIME_DIR");
    assertThat(refusal.remedy()).contains(RuntimeDirectory.VARIABLE);
  }

  @Test
  void find_relativePath_isRefused() {
    assertThat(refusal(Map.of(RuntimeDirectory.VARIABLE, "run")).reason()).isEqualTo(Reason.NO_PLACE);
  }

  @Test
  void find_parentMissing_isRefused() {
    var refusal = refusal(Map.of("XDG_RUNTIME_DIR", temp.resolve("no/such").toString()));
    assertThat(refusal.reason()).isEqualTo(Reason.NO_PLACE);
  }

  @ParameterizedTest
  @ValueSource(strings = { "rwxr-xr-x", "rwx--x---", "rwx-----x", "rwxrwxrwx", "r-x------"})
  void find_folderWithAnotherMode_isRefusedAndLeftAsItIs(String mode) throws Exception {
    var own = Files.createDirectory(temp.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString(mode));

    var refusal = refusal(Map.of(RuntimeDirectory.VARIABLE, own.toString()));
    assertThat(refusal.reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(refusal.remedy()).contains("chmod 0700");
    assertThat(mode(own)).isEqualTo(mode);
  }

  @Test
  void find_linkToAFolder_isRefused() throws Exception {
    var own = Files.createDirectory(temp.resolve("own"), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------")));
    var link = Files.createSymbolicLink(temp.resolve("link"), own);

    assertThat(refusal(Map.of(RuntimeDirectory.VARIABLE, link.toString())).reason())
        .isEqualTo(Reason.NOT_OURS);
  }

  @Test
  void find_file_isRefused() throws Exception {
    var file = Files.createFile(temp.resolve("file"));
    assertThat(refusal(Map.of(RuntimeDirectory.VARIABLE, file.toString())).reason())
        .isEqualTo(Reason.NOT_OURS);
  }

  @Test
  void find_belowAFolderThatEverybodyMayChange_isRefusedUnlessItIsSticky() throws Exception {
    var open = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    var environment = Map.of(RuntimeDirectory.VARIABLE, open.resolve("own").toString());

    assertThat(refusal(environment).reason()).isEqualTo(Reason.NOT_OURS);

    Files.setAttribute(open, "unix:mode", 01777);
    assertThat(find(environment).path()).isEqualTo(open.resolve("own"));
  }

  @Test
  void find_folderOfAnotherUser_isRefused() throws Exception {
    assumeTrue(uid == 0, "only root can give a folder away");
    var own = Files.createDirectory(temp.resolve("own"), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------")));
    Files.setAttribute(own, "unix:uid", 65534);

    var refusal = refusal(Map.of(RuntimeDirectory.VARIABLE, own.toString()));
    assertThat(refusal).hasMessageContaining("belongs to user 65534");
    assertThat(refusal.remedy()).contains("'chown " + uid + ' ' + own + "'").endsWith(
        "--tmpfs " + own + ":uid=" + uid + ",mode=0700");
    Files.setAttribute(own, "unix:uid", uid);
  }

  @Test
  void readOnly_aFileSystem_isToldApartAndHasTheFolderAndTheUserInItsRemedy() {
    assertThat(PrivateFolder.isReadOnly(new FileSystemException("/f", null, "Read-only file system")))
        .isTrue();
    assertThat(PrivateFolder.isReadOnly(new FileSystemException("/f", null, "No space left on device")))
        .isFalse();
    assertThat(PrivateFolder.isReadOnly(new AccessDeniedException("/f"))).isFalse();

    var refusal = PrivateFolder.readOnly(Path.of("/run/credential-broker"), 65532);
    assertThat(refusal).hasMessage("The folder /run/credential-broker is on a read-only file system.");
    assertThat(refusal.remedy()).endsWith("--tmpfs /run/credential-broker:uid=65532,mode=0700");
  }

  @Test
  void lock_whileHeld_namesTheProcessThatHasIt() throws Exception {
    var found = find(Map.of("XDG_RUNTIME_DIR", temp.toString()));
    try (var _ = found.lock()) {
      assertThat(mode(found.resolve("brokerd.lock"))).isEqualTo("rw-------");
      assertThatExceptionOfType(ListenException.class).isThrownBy(found::lock)
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ALREADY_RUNNING));
    }
    found.lock().close();
  }

  @Test
  void lock_linkInItsPlace_isNotFollowed() throws Exception {
    var found = find(Map.of("XDG_RUNTIME_DIR", temp.toString()));
    var victim = Files.writeString(temp.resolve("victim"), "precious");
    Files.createSymbolicLink(found.resolve("brokerd.lock"), victim);

    assertThatExceptionOfType(IOException.class).isThrownBy(found::lock);
    assertThat(victim).hasContent("precious");
  }
}
