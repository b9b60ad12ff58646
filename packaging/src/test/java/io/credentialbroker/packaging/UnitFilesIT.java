package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd itself says of the units that are shipped. */
class UnitFilesIT {
  /** In tenths: 1.8 of 10, where 10 is a service that may do everything. */
  private static final int EXPOSURE = 18;

  private @TempDir Path folder = Path.of("");

  @BeforeEach
  void tools() {
    Tools.need("systemd-analyze");
  }

  @ParameterizedTest
  @ValueSource(strings = { "user", "system"})
  void verify_unitsOfThisInstallation_findsNothing(String kind) throws Exception {
    Path units = units(kind);
    Run run = analyze(kind, "verify", "--man=no", units.resolve("credential-broker.service").toString(),
        units.resolve("credential-broker.socket").toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "user", "system"})
  void security_service_isExposedLittle(String kind) throws Exception {
    Run run = analyze(kind, "security", "--offline=true", "--no-pager", "--threshold=" + EXPOSURE,
        units(kind).resolve("credential-broker.service").toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("Overall exposure level");
  }

  /** As {@code broker service install} writes them: the program is the one of this distribution. */
  private Path units(String kind) throws IOException {
    Path copies = Files.createDirectories(folder.resolve(kind));
    for (String unit : List.of("credential-broker.service", "credential-broker.socket")) {
      String text = Files.readString(Distribution.home().resolve("lib/systemd").resolve(kind).resolve(unit));
      Files.writeString(copies.resolve(unit),
          text.replace("/usr/bin/brokerd", Distribution.home().resolve("bin/brokerd").toString()));
    }
    return copies;
  }

  private Run analyze(String kind, String... arguments) throws IOException {
    Path runtime = folder.resolve("runtime");
    if (!Files.exists(runtime)) {
      Files.createDirectory(runtime,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var line = new ArrayList<>(List.of("systemd-analyze", "--" + kind));
    line.addAll(List.of(arguments));
    return Run.of(Map.of("HOME", folder.toString(), "XDG_RUNTIME_DIR", runtime.toString()), folder, line);
  }
}
