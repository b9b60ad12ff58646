import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the Debian package from the assembled distribution, with its manual pages and completions where Debian
 * looks for them, and the checksums of everything that is given out. Run by the build:
 * {@code java Release.java REACTOR DISTRIBUTION VERSION TIMESTAMP}. Without dpkg-deb there is no package, and the
 * build says so.
 */
final class Release {
  private static final Path UNITS = Path.of("usr/lib/systemd");

  private final Path packaging;
  private final Path distribution;
  private final String version;
  private final Instant timestamp;
  private final Path target;
  private final Path root;

  private Release(Path reactor, Path distribution, String version, Instant timestamp) {
    this.packaging = reactor.resolve("packaging");
    this.distribution = distribution;
    this.version = version;
    this.timestamp = timestamp;
    this.target = distribution.getParent();
    this.root = target.resolve("debian");
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      throw new IllegalArgumentException("usage: java Release.java REACTOR DISTRIBUTION VERSION TIMESTAMP");
    }
    var release = new Release(Path.of(args[0]).toAbsolutePath().normalize(),
      Path.of(args[1]).toAbsolutePath().normalize(), args[2], Instant.parse(args[3]));
    if (Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, "dpkg-deb")))) {
      release.debian();
    } else {
      say("no dpkg-deb on this machine, so no .deb");
    }
    release.checksums();
  }

  private void debian() throws Exception {
    exec(Map.of(), "rm", "-rf", root.toString());
    Files.createDirectories(root.resolve("usr/lib"));
    exec(Map.of(), "cp", "-a", distribution.toString(), root.resolve("usr/lib/credential-broker").toString());
    // The launchers do what these are for.
    exec(Map.of(), "rm", "-rf", root.resolve("usr/lib/credential-broker/lib/arguments").toString());
    exec(Map.of(), "mv", root.resolve("usr/lib/credential-broker/lib/systemd").toString(),
      Files.createDirectories(root.resolve(UNITS).getParent()).resolve("systemd").toString());
    for (String program : List.of("broker", "brokerd")) {
      Files.createDirectories(root.resolve("usr/bin"));
      Files.createSymbolicLink(root.resolve("usr/bin").resolve(program),
        Path.of("../lib/credential-broker/bin").resolve(program));
    }
    put("usr/lib/sysusers.d/credential-broker.conf", Files.readString(packaging.resolve("debian/sysusers.conf")));
    put("usr/lib/tmpfiles.d/credential-broker.conf", Files.readString(packaging.resolve("debian/tmpfiles.conf")));
    for (String file : List.of("aws-config", "aws-credentials", "broker.toml")) {
      put("etc/credential-broker/" + file, Files.readString(packaging.resolve("debian").resolve(file)));
    }
    Files.setPosixFilePermissions(root.resolve("etc/credential-broker/aws-credentials"),
      PosixFilePermissions.fromString("rw-------"));
    share();
    copyright();
    control();
    Path file = target.resolve("credential-broker_" + debianVersion() + '_' + architecture() + ".deb");
    exec(Map.of("SOURCE_DATE_EPOCH", Long.toString(timestamp.getEpochSecond())), "dpkg-deb", "--root-owner-group",
      "-Zgzip", "--build", root.toString(), file.toString());
    say("packed " + file.getFileName() + ", " + Files.size(file) / (1024 * 1024) + " MiB");
  }

  private void copyright() throws IOException {
    put("usr/share/doc/credential-broker/copyright", "Format: "
      + "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: credential-broker\n\n"
      + "Files: *\nCopyright: 2026 the authors of credential-broker\nLicense: Apache-2.0\n"
      + " See /usr/share/common-licenses/Apache-2.0. The Java runtime and the libraries have licences of their own:\n"
      + " /usr/lib/credential-broker/runtime/legal, and META-INF in each jar.\n");
    Files.delete(root.resolve("usr/share/doc/credential-broker/LICENSE")); // Debian has it in a place of its own
  }

  private void control() throws Exception {
    long kibibytes;
    try (Stream<Path> all = Files.walk(root)) {
      kibibytes = all.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))
        .mapToLong(one -> one.toFile().length()).sum() / 1024;
    }
    put("DEBIAN/control", String.join("\n", "Package: credential-broker", "Version: " + debianVersion(),
      "Architecture: " + architecture(), "Maintainer: The authors of credential-broker <nobody@localhost>",
      "Installed-Size: " + kibibytes, "Depends: libc6 (>= 2.34)", "Recommends: systemd", "Section: admin",
      "Priority: optional", "Description: holds AWS role sessions and serves them to local programs",
      " A daemon that fetches and refreshes AWS role sessions, and serves them over the",
      " protocol for container credentials that every AWS SDK speaks. It brings its own",
      " Java runtime, and units for the systemd of each user and of the machine.", ""));
    put("DEBIAN/conffiles", "/etc/credential-broker/aws-config\n/etc/credential-broker/aws-credentials\n"
      + "/etc/credential-broker/broker.toml\n");
    for (String script : List.of("postinst", "prerm", "postrm")) {
      put("DEBIAN/" + script, Files.readString(packaging.resolve("debian").resolve(script)));
      Files.setPosixFilePermissions(root.resolve("DEBIAN").resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The distribution's documents, manual pages and completions, in the places and the form that Debian has for them. */
  private void share() throws Exception {
    Path share = root.resolve("usr/share");
    Files.createDirectories(share);
    exec(Map.of(), "mv", root.resolve("usr/lib/credential-broker/share/man").toString(),
      root.resolve("usr/lib/credential-broker/share/bash-completion").toString(),
      root.resolve("usr/lib/credential-broker/share/fish").toString(),
      root.resolve("usr/lib/credential-broker/share/doc").toString(), share.toString());
    // Of the two folders for other packages' completions, Debian's zsh looks into this one.
    Files.createDirectories(share.resolve("zsh"));
    Files.move(root.resolve("usr/lib/credential-broker/share/zsh/site-functions"),
      share.resolve("zsh/vendor-completions"));
    exec(Map.of(), "rm", "-r", root.resolve("usr/lib/credential-broker/share").toString());
    try (Stream<Path> pages = Files.walk(share.resolve("man"))) {
      for (Path page : pages.filter(Files::isRegularFile).toList()) {
        exec(Map.of(), "gzip", "-9n", page.toString());
      }
    }
  }

  private Path put(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** {@code 0.1.0~snapshot} sorts before {@code 0.1.0}. */
  private String debianVersion() {
    return version.replace("-SNAPSHOT", "~snapshot");
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> throw new IllegalStateException("no Debian name for " + System.getProperty("os.arch"));
    };
  }

  /** {@code sha256sum --check SHA256SUMS} in the same folder says whether they are whole. */
  private void checksums() throws Exception {
    var sums = new TreeMap<String, String>();
    try (Stream<Path> all = Files.list(target)) {
      for (Path file : all.filter(one -> one.toString().matches(".*/credential-broker[^/]*\\.(deb|tar\\.gz|json)")).toList()) {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(file)) {
          byte[] buffer = new byte[65_536];
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
          }
        }
        sums.put(file.getFileName().toString(), HexFormat.of().formatHex(digest.digest()));
      }
    }
    Path fresh = target.resolve("SHA256SUMS.new");
    Files.writeString(fresh, sums.entrySet().stream().map(sum -> sum.getValue() + "  " + sum.getKey() + '\n')
      .collect(Collectors.joining()));
    Files.move(fresh, target.resolve("SHA256SUMS"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String exec(Map<String, String> environment, String... line) throws Exception {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    // What the command prints is packed, so nobody's locale or terminal may show in it.
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", line) + " exited with " + process.exitValue() + ":\n" + output);
    }
    return output;
  }

  private static void say(String line) {
    System.out.println("[release] " + line);
  }
}
