package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image holds, which is less than the package: all that its programs need, and no more than it may be. */
class ImageContentIT {
  private static final long LARGEST = 90L * 1024 * 1024;
  /** What each file takes up on a disk is a multiple of this. */
  private static final long BLOCK = 4096;
  private static final Pattern DESCRIBED = Pattern.compile("L([\\w/$]+);");

  @TempDir
  private Path folder;

  private Distribution distribution;
  private Path arguments;

  @BeforeEach
  void place() throws IOException {
    distribution = new Distribution(folder);
    arguments = Files.createDirectory(folder.resolve("arguments"));
    try (Stream<Path> files = Files.list(Distribution.ofTheImage().resolve("lib/arguments"))) {
      for (Path file : files.toList()) {
        Files.writeString(arguments.resolve(file.getFileName()),
            Files.readString(file).replace("@HOME@", Distribution.ofTheImage().toString()));
      }
    }
  }

  @Test
  void files_takeNoMoreRoomThanTheImageMay() throws IOException {
    try (Stream<Path> files = Files.walk(Distribution.ofTheImage())) {
      long room = files.filter(Files::isRegularFile)
          .mapToLong(file -> (file.toFile().length() + BLOCK - 1) / BLOCK * BLOCK).sum();
      assertThat(room).isLessThanOrEqualTo(LARGEST);
    }
  }

  @Test
  void daemonAndCommand_withNothingElse_serveSessionsOfAnotherAws() throws Exception {
    try (var sts = sandbox()) {
      sts.awaitReady(() -> Files.exists(folder.resolve("aws/credentials")));
      try (var brokerd = brokerd()) {
        // A cache that the JVM does not take would be fatal.
        brokerd.awaitReady(() -> broker("status", "--ready").exit() == 0);
        assertThat(broker("credential-process", "demo").succeeded()).contains("\"SessionToken\"");
        assertThat(broker("credential-process", "demo-chain").succeeded()).contains("\"SessionToken\"");
        assertThat(broker("exec", "demo", "--", "env").succeeded())
            .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI=");
        assertThat(broker("status", "--json").succeeded()).contains("\"demo-chain\"");
        assertThat(broker("policy", "allow", "demo").succeeded()).contains("sts:AssumeRole");
      }
    }
  }

  /** What STS says no with is XML as well, and of it another part is read. */
  @Test
  void daemon_roleThatIsRefused_tellsWhatStsSaid() throws Exception {
    try (var sts = sandbox()) {
      sts.awaitReady(() -> Files.exists(folder.resolve("aws/credentials")));
      Path config = folder.resolve("aws/config");
      Files.writeString(config, Files.readString(config)
          + "\n[profile refused]\nrole_arn = arn:aws:iam::111122223333:role/not-there\nsource_profile = demo\n"
          + config(config, "endpoint_url") + config(config, "region"));
      try (var brokerd = brokerd()) {
        brokerd.awaitReady(() -> broker("status", "--ready").exit() == 0);
        assertThat(broker("credential-process", "refused").err())
            .contains("is not authorized to perform: sts:AssumeRole");
      }
    }
  }

  @Test
  void runtime_xmlAsAStream_isReadAsByThatOfThePackage() throws Exception {
    String here = xml(Distribution.ofTheImage());
    assertThat(here).contains("all kinds, false: 7 1 5 ").isEqualTo(xml(Distribution.home()));
  }

  private String xml(Path home) throws Exception {
    Path classes = Path.of(XmlProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Run.of(Map.of(), folder, List.of(home.resolve("runtime/bin/java").toString(), "-cp",
        classes.toString(), XmlProbe.class.getName())).succeeded();
  }

  /** The JDK cannot list its encodings where some of them are left out; it finds each by its name. */
  @Test
  void libraries_listNoEncodings() throws Exception {
    var listing = new TreeSet<String>();
    classes(Distribution.ofTheImage())
        .forEach((name, content) -> ClassFile.of().parse(content).constantPool().forEach(constant -> {
          if (constant instanceof MemberRefEntry member && member.name().equalsString("availableCharsets")) {
            listing.add(name);
          }
        }));
    assertThat(listing).isEmpty();
  }

  @Test
  void libraries_nameNoClassThatIsInThePackageOnly() throws Exception {
    var here = classes(Distribution.ofTheImage());
    var named = new TreeSet<String>();
    here.values().forEach(content -> ClassFile.of().parse(content).constantPool().forEach(constant -> {
      if (constant instanceof ClassEntry other && !other.asInternalName().startsWith("[")) {
        named.add(other.asInternalName());
      } else if (constant instanceof Utf8Entry text && text.stringValue().matches("[(\\[L].*")) {
        // A descriptor, of arrays, fields or methods: the JVM loads what it names to link a lambda.
        DESCRIBED.matcher(text.stringValue()).results().map(found -> found.group(1)).forEach(named::add);
      }
    }));
    assertThat(here).hasSizeGreaterThan(5000);
    named.removeAll(here.keySet());
    named.retainAll(classes(Distribution.home()).keySet());
    assertThat(named).isEmpty();
  }

  @Test
  void libraries_sayWhichTheyAre() throws Exception {
    try (Stream<Path> files = Files.list(Distribution.ofTheImage().resolve("lib"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        assertThat(described(jar)).as(jar.toString())
            .isEqualTo(described(Distribution.home().resolve("lib").resolve(jar.getFileName())));
      }
    }
  }

  @Test
  void sandbox_isNotThere() throws IOException {
    try (Stream<Path> files = Files.walk(Distribution.ofTheImage())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("sandbox"));
    }
  }

  private static String config(Path file, String key) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.startsWith(key)).findFirst().orElseThrow()
        + '\n';
  }

  private Service sandbox() throws IOException {
    return Service.start(Map.of(), folder.resolve("sandbox.log"),
        List.of(Distribution.home().resolve("runtime/bin/java").toString(), "-cp",
            Distribution.home().resolve("lib") + "/*", "io.credentialbroker.sandbox.SandboxMain", "--home",
            folder.resolve("aws").toString(), "--port", "0"));
  }

  private Service brokerd() throws IOException {
    return Service.start(environment(), folder.resolve("brokerd.log"),
        List.of(java(), "-XX:AOTMode=on", "@" + arguments.resolve("brokerd")));
  }

  private Run broker(String... words) {
    var line = new ArrayList<>(List.of(java(), "@" + arguments.resolve("broker")));
    line.addAll(List.of(words));
    return Run.of(environment(), folder, line);
  }

  private static String java() {
    return Distribution.ofTheImage().resolve("runtime/bin/java").toString();
  }

  private Map<String, String> environment() {
    var environment = new HashMap<>(distribution.environment());
    environment.put("AWS_CONFIG_FILE", folder.resolve("aws/config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("aws/credentials").toString());
    return environment;
  }

  /** The classes of a distribution's jars, by their names inside the JVM. */
  private static Map<String, byte[]> classes(Path home) throws IOException {
    var classes = new HashMap<String, byte[]>();
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (var zip = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().endsWith(".class")) {
              classes.put(entry.getName().replaceFirst("\\.class$", ""),
                  zip.getInputStream(entry).readAllBytes());
            }
          }
        }
      }
    }
    return classes;
  }

  /** By what scanners tell a library and its version, and whoever passes it on its licence. */
  private static Set<String> described(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName())
          .filter(name -> name.matches(
              "META-INF/(MANIFEST\\.MF|maven/.*|LICENSE.*|NOTICE.*|license/.*|services/.*)"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
