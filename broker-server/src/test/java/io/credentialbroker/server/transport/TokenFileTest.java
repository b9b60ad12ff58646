package io.credentialbroker.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.credentialbroker.core.secret.Secret;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
  private static final Secret OLD = Secret.of("a".repeat(43));
  private static final Secret NEW = Secret.of("b".repeat(43));

  private @TempDir Path temp = Path.of("");

  @Test
  void write_newFile_isTheTokenWithoutANewlineForTheOwnerOnly() throws Exception {
    var file = new TokenFile(temp.resolve("token"));
    file.write(OLD);

    assertThat(file.path()).hasBinaryContent(OLD.revealUtf8());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    try (var left = Files.list(temp)) {
      assertThat(left).containsExactly(file.path());
    }
  }

  @Test
  void write_linkInItsPlace_replacesTheLinkAndNotWhatItPointsTo() throws Exception {
    var victim = Files.writeString(temp.resolve("victim"), "precious");
    var file = new TokenFile(Files.createSymbolicLink(temp.resolve("token"), victim));
    file.write(OLD);

    assertThat(victim).hasContent("precious");
    assertThat(Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(file.path()).hasContent(OLD.reveal());
  }

  @Test
  void write_fileThatOthersCouldRead_isPrivateAfterwards() throws Exception {
    var path = Files.writeString(temp.resolve("token"), "x");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    new TokenFile(path).write(OLD);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
  }

  @Test
  void write_folderInItsPlace_isRefusedAndLeavesNothingBehind() throws Exception {
    Files.createDirectories(temp.resolve("token/inside"));

    assertThatExceptionOfType(ListenException.class).isThrownBy(
        () -> new TokenFile(temp.resolve("token")).write(OLD))
        .withMessageContaining("token")
        .satisfies(e -> assertThat(e.toString() + e.remedy()).doesNotContain(OLD.reveal()));
    try (var left = Files.list(temp)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void write_againAndAgainUnderAReader_isNeverSeenHalf() throws Exception {
    var file = new TokenFile(temp.resolve("token"));
    file.write(OLD);
    var stop = new AtomicBoolean();
    var writer = Thread.ofPlatform().start(() -> {
      try {
        while (!stop.get()) {
          file.write(NEW);
          file.write(OLD);
        }
      } catch (ListenException e) {
        throw new IllegalStateException(e);
      }
    });
    for (int i = 0; i < 2000; i++) {
      assertThat(Files.readString(file.path())).isIn(OLD.reveal(), NEW.reveal());
    }
    stop.set(true);
    writer.join();
  }

  @Test
  void delete_fileOrNone_leavesNone() throws Exception {
    var file = new TokenFile(temp.resolve("token"));
    file.delete();
    file.write(OLD);
    file.delete();
    assertThat(file.path()).doesNotExist();
  }
}
