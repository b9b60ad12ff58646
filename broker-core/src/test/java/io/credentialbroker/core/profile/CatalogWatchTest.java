package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.files.EntryEvents;
import io.credentialbroker.core.files.FileWatches;
import io.credentialbroker.core.fixtures.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogWatchTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final String ONE = "[one]\naws_access_key_id = AKIAONE\naws_secret_access_key = s\n";
  private static final String TWO = "[two]\naws_access_key_id = AKIATWO\naws_secret_access_key = s\n";

  @TempDir
  Path home;

  private final ManualTime time = ManualTime.start();
  private final List<ProfileCatalog> told = new ArrayList<>();
  private SharedFilesFixture files;
  private CatalogWatch watch;

  @BeforeEach
  void open() {
    files = new SharedFilesFixture(home).credentials(ONE);
    watch = new CatalogWatch(files.reader(), new FileWatches(time, Runnable::run, EntryEvents.NONE),
        told::add);
  }

  @Test
  void start_files_toldAtOnce() {
    assertThat(names(watch.start())).containsExactly("one");
    assertThat(told).hasSize(1);
  }

  @Test
  void watching_noChange_toldOnlyOnce() {
    watch.start();
    time.advance(Duration.ofMinutes(1));
    assertThat(told).hasSize(1);
    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void watching_changedFile_toldWithinTwoSeconds() {
    startedAndSettled();
    files.credentials(ONE + TWO);
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void watching_newConfigFile_toldWithinTwoSeconds() {
    startedAndSettled();
    files.config("[profile role]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = one\n");
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "role");
  }

  @Test
  void watching_fileReplacedByRename_toldWithinTwoSeconds() throws IOException {
    startedAndSettled();
    Path fresh = Files.writeString(home.resolve("fresh"), TWO);
    Files.move(fresh, files.credentials, StandardCopyOption.ATOMIC_MOVE);
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactly("two");
  }

  @Test
  void watching_targetOfSymbolicLinkChanged_toldWithinTwoSeconds() throws IOException {
    Path target = Files.move(files.credentials, home.resolve("elsewhere"));
    Files.createSymbolicLink(files.credentials, target);
    startedAndSettled();
    Files.writeString(target, ONE + TWO);
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void watching_changedWithoutMeaning_toldNothing() {
    startedAndSettled();
    files.credentials("# a comment\n" + ONE);
    time.advance(TWO_SECONDS);
    assertThat(told).hasSize(1);
  }

  @Test
  void watching_brokenFile_lastGoodEntriesKeptAndProblemTold() {
    startedAndSettled();
    files.credentials(ONE + "[two\n");
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactly("one");
    assertThat(told.getLast().fileProblems()).singleElement()
        .satisfies(
            problem -> assertThat(problem.inOneLine()).contains(files.credentials.toString(), "line 4")
                .endsWith("Mend the line. Until then the profiles are as they were last read."));
  }

  @Test
  void watching_brokenFileMended_problemGone() {
    startedAndSettled();
    files.credentials(ONE + "[two\n");
    time.advance(TWO_SECONDS);
    files.credentials(ONE + TWO);
    time.advance(TWO_SECONDS);
    assertThat(told.getLast().fileProblems()).isEmpty();
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void start_oneFileBroken_otherFileServed() {
    files.config("[profile x");
    assertThat(names(watch.start())).containsExactly("one");
    assertThat(told.getLast().fileProblems()).singleElement().satisfies(
        problem -> assertThat(problem.remedy()).as("nothing was read before").isEqualTo("Mend the line."));
  }

  @Test
  void watching_fileMadeUnreadableAndReadableAgain_lastGoodKeptThenMended() throws IOException {
    startedAndSettled();
    Path aside = Files.move(files.credentials, home.resolve("aside"));
    Files.createSymbolicLink(files.credentials, files.credentials);
    time.advance(TWO_SECONDS);
    assertThat(names(told.getLast())).containsExactly("one");
    assertThat(told.getLast().fileProblems()).hasSize(1);
    Files.move(aside, files.credentials, StandardCopyOption.REPLACE_EXISTING);
    time.advance(TWO_SECONDS);
    assertThat(told.getLast().fileProblems()).isEmpty();
  }

  @Test
  void watching_fileTruncatedThenWritten_profilesNeverVanish() {
    startedAndSettled();
    files.credentials("");
    time.advance(Duration.ofMillis(800));
    files.credentials(ONE + TWO);
    time.advance(TWO_SECONDS);
    assertThat(told).allSatisfy(catalog -> assertThat(names(catalog)).contains("one"));
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void watching_fileEmptiedForGood_profilesGoneWithinTwoSeconds() {
    startedAndSettled();
    files.credentials("");
    time.advance(TWO_SECONDS);
    assertThat(told.getLast().entries()).isEmpty();
  }

  @Test
  void watching_fileDeleted_profilesGoneWithinTwoSeconds() throws IOException {
    startedAndSettled();
    Files.delete(files.credentials);
    time.advance(TWO_SECONDS);
    assertThat(told.getLast().entries()).isEmpty();
  }

  @Test
  void watching_fileThatNeverRests_readAllTheSame() {
    startedAndSettled();
    var text = new StringBuilder(ONE + TWO);
    for (int tenths = 0; tenths < 30; tenths++) {
      files.credentials(text.append("# more\n").toString());
      time.advance(Duration.ofMillis(100));
    }
    assertThat(names(told.getLast())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void readNow_changedFile_completesWithTheNewCatalog() {
    watch.start();
    files.credentials(ONE + TWO);
    assertThat(names(watch.readNow().join())).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void use_otherSettings_readByThem() {
    watch.start();
    files.credentials(ONE + TWO).settings(old -> new ProfileSettings(old.origin(), old.include(),
        new ProfileGlobs(List.of("one")), old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(),
        old.keySession(), old.overlays(), old.roles()));
    assertThat(names(watch.use(files.reader()).join())).containsExactly("two");
    assertThat(names(told.getLast())).containsExactly("two");
  }

  @Test
  void close_changedFile_toldNothing() {
    startedAndSettled();
    watch.close();
    files.credentials(ONE + TWO);
    time.advance(Duration.ofMinutes(1));
    assertThat(told).hasSize(1);
    assertThat(time.pending()).isZero();
  }

  private void startedAndSettled() {
    watch.start();
    time.advance(TWO_SECONDS);
    assertThat(told).hasSize(1);
  }

  private static List<String> names(ProfileCatalog catalog) {
    return catalog.entries().keySet().stream().map(ProfileName::value).sorted().toList();
  }
}
