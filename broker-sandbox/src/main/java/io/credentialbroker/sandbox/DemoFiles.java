package io.credentialbroker.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The shared AWS config files that point at a sandbox. Files that the sandbox did not write are never
 * overwritten: somebody may name their real {@code ~/.aws} by mistake.
 */
final class DemoFiles {
  static final String MARK = "# Written by credential-broker-sandbox. Nothing in this file is real.\n";
  private static final String OWNER_ONLY_FILE = "rw-------";
  private static final String OWNER_ONLY_FOLDER = "rwx------";

  private DemoFiles() {}

  static String config(URI endpoint) {
    return MARK + """

        [profile demo-keys]
        region = us-east-1
        endpoint_url = %1$s

        [profile demo]
        role_arn = %2$s
        source_profile = demo-keys
        region = us-east-1
        endpoint_url = %1$s

        [profile demo-chain]
        role_arn = %3$s
        source_profile = demo
        external_id = %4$s
        region = eu-central-1
        endpoint_url = %1$s

        # The code is at %1$s/_sandbox/mfa?serial=%6$s
        [profile demo-mfa]
        role_arn = %5$s
        source_profile = demo-keys
        mfa_serial = %6$s
        region = us-east-1
        endpoint_url = %1$s
        """.formatted(endpoint, DemoWorld.ROLE, DemoWorld.PARTNER_ROLE, DemoWorld.EXTERNAL_ID,
        DemoWorld.MFA_ROLE, DemoWorld.MFA_SERIAL);
  }

  static String credentials() {
    return MARK + """

        [demo-keys]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """.formatted(DemoWorld.KEY_ID, DemoWorld.SECRET);
  }

  /**
   * Writes {@code config} and {@code credentials} into a folder, each at once and for the owner only.
   *
   * @throws FileAlreadyExistsException when a file is there that the sandbox did not write
   * @throws IOException when the folder cannot be made or written
   */
  static void write(Path folder, URI endpoint) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY_FOLDER)));
    }
    Path config = folder.resolve("config");
    Path credentials = folder.resolve("credentials");
    checkOurs(config);
    checkOurs(credentials);
    replace(credentials, credentials());
    replace(config, config(endpoint));
  }

  private static void checkOurs(Path file) throws IOException {
    if (Files.exists(file) && !Files.readString(file, StandardCharsets.UTF_8).startsWith(MARK)) {
      throw new FileAlreadyExistsException(file.toString(), null,
          "it was not written by the sandbox; name another folder");
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".sandbox", null,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY_FILE)));
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
