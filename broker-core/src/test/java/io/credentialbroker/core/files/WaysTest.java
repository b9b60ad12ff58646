package io.credentialbroker.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaysTest {
  @TempDir
  Path given;

  private Path home;

  @BeforeEach
  void resolve() throws IOException {
    home = given.toRealPath();
  }

  @Test
  void to_plainFile_endsAtIt() throws IOException {
    Path file = file("aws/config");
    Ways ways = Ways.to(List.of(file));
    assertThat(ways.ends()).containsExactly(file);
    assertThat(ways.between()).contains(home.resolve("aws"), home).doesNotContain(file);
  }

  @Test
  void to_absentDirectory_endsWhereTheWayBreaksOff() {
    Ways ways = Ways.to(List.of(home.resolve("aws/deep/config")));
    assertThat(ways.ends()).containsExactly(home.resolve("aws"));
  }

  @Test
  void to_fileInThePlaceOfADirectory_endsAtThatFile() throws IOException {
    assertThat(Ways.to(List.of(file("aws").resolve("config"))).ends()).containsExactly(home.resolve("aws"));
  }

  @Test
  void to_directory_endsAtIt() throws IOException {
    assertThat(Ways.to(List.of(file("aws/config").getParent())).ends()).containsExactly(home.resolve("aws"));
  }

  @Test
  void to_linksAsOfAProjectedVolume_endsAtEachOfThem() throws IOException {
    file("..2026/token");
    Path data = Files.createSymbolicLink(home.resolve("..data"), Path.of("..2026"));
    Path token = Files.createSymbolicLink(home.resolve("token"), Path.of("..data/token"));
    assertThat(Ways.to(List.of(token)).ends()).containsExactlyInAnyOrder(token, data,
        home.resolve("..2026/token"));
  }

  @Test
  void to_absoluteLinkToADirectory_isFollowed() throws IOException {
    Path file = file("dotfiles/aws/config");
    Path link = Files.createSymbolicLink(home.resolve(".aws"), file.getParent());
    assertThat(Ways.to(List.of(link.resolve("config"))).ends()).containsExactlyInAnyOrder(link, file);
  }

  @Test
  void to_parentBehindALink_isTheParentOfItsTarget() throws IOException {
    Path file = file("far/away/config");
    Path inner = Files.createDirectories(home.resolve("far/away/inner"));
    Path link = Files.createSymbolicLink(home.resolve("near"), inner);
    assertThat(Ways.to(List.of(link.resolve("../config"))).ends()).containsExactlyInAnyOrder(link, file);
  }

  @Test
  void to_danglingLink_endsWhereItPoints() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("config"), Path.of("nowhere"));
    assertThat(Ways.to(List.of(link)).ends()).containsExactlyInAnyOrder(link, home.resolve("nowhere"));
  }

  @Test
  void to_linksInACircle_ends() throws IOException {
    Path one = Files.createSymbolicLink(home.resolve("one"), Path.of("two"));
    Path two = Files.createSymbolicLink(home.resolve("two"), Path.of("one"));
    assertThat(Ways.to(List.of(one.resolve("config"))).ends()).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void to_root_isNothingToWatch() {
    assertThat(Ways.to(List.of(home.getRoot())).ends()).isEmpty();
  }

  private Path file(String name) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
