package io.credentialbroker.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.server.transport.OwnUser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  @TempDir
  Path temp;
  private Path folder;
  private Path path;
  private AuditFile file;

  @BeforeEach
  void open() throws IOException {
    folder = temp.resolve("state/credential-broker");
    path = folder.resolve("audit.jsonl");
    file = new AuditFile(new AuditSettings(path, 20, 2, OwnUser.uid()));
  }

  private static ByteBuffer line(String text) {
    return ByteBuffer.wrap((text + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private static String mode(Path of) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(of));
  }

  @Test
  void write_firstLine_makesFileAndFoldersForTheOwnerOnly() throws Exception {
    file.write(line("a"));
    assertThat(Files.readString(path)).isEqualTo("a\n");
    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(temp.resolve("state"))).isEqualTo("rwx------");
  }

  @Test
  void write_toAnExistingFile_appendsAndClosesItToOthers() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(path, "old\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    file.write(line("new"));
    assertThat(Files.readString(path)).isEqualTo("old\nnew\n");
    assertThat(mode(path)).isEqualTo("rw-------");
  }

  @Test
  void write_pastTheSize_beginsANewFileAndKeepsSoManyOld() throws Exception {
    for (int i = 0; i < 8; i++) {
      file.write(line("line " + i + " 678"));
    }
    assertThat(Files.readString(path)).isEqualTo("line 7 678\n");
    assertThat(Files.readString(Path.of(path + ".1"))).isEqualTo("line 6 678\n");
    assertThat(Files.readString(Path.of(path + ".2"))).isEqualTo("line 5 678\n");
    assertThat(Path.of(path + ".3")).doesNotExist();
    assertThat(mode(Path.of(path + ".2"))).isEqualTo("rw-------");
  }

  @Test
  void write_keepingNone_beginsAnew() throws Exception {
    var only = new AuditFile(new AuditSettings(path, 20, 0, OwnUser.uid()));
    only.write(line("1234567890123"));
    only.write(line("abcdefghijklm"));
    assertThat(Files.readString(path)).isEqualTo("abcdefghijklm\n");
    assertThat(Path.of(path + ".1")).doesNotExist();
  }

  @Test
  void write_aBatchLargerThanAFile_isWrittenWhole() throws Exception {
    file.write(line("x".repeat(100)));
    assertThat(Files.size(path)).isEqualTo(101);
  }

  @Test
  void write_symbolicLinkInItsPlace_leavesTheTargetAlone() throws Exception {
    Files.createDirectories(folder);
    Path target = Files.writeString(temp.resolve("target"), "untouched");
    Files.createSymbolicLink(path, target);
    assertThatThrownBy(() -> file.write(line("a"))).isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(file.why((IOException) e)).contains(path.toString(), "no plain file"));
    assertThat(Files.readString(target)).isEqualTo("untouched");
  }

  @Test
  void write_folderThatOthersCanWriteTo_isRefused() throws Exception {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> file.write(line("a"))).hasMessageContaining("others can write");
    assertThat(path).doesNotExist();
  }

  @Test
  void write_fileOrFolderOfSomebodyElse_isRefused() throws Exception {
    Files.createDirectories(folder);
    var foreign = new AuditFile(new AuditSettings(path, 20, 2, OwnUser.uid() + 1));
    Files.writeString(path, "");
    assertThatThrownBy(() -> foreign.write(line("a"))).hasMessageContaining("belongs to user");
    assertThat(Files.size(path)).isZero();
  }

  @Test
  void why_anyFailure_namesTheFileAndTheReason() {
    assertThat(file.why(new IOException("No space left on device")))
        .isEqualTo("The audit file " + path + " cannot be written: No space left on device.");
    assertThat(file.why(new java.nio.file.AccessDeniedException("x"))).endsWith("permission is denied.");
    assertThat(file.why(new IOException())).endsWith("IOException.");
  }
}
