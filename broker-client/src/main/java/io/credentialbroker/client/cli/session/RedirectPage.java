package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.cli.surroundings.Detached;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A page that sends the browser on to a secret address; a file of mode 0600 in a folder of mode 0700. */
final class RedirectPage {
  private static final String PREFIX = "console-";
  private static final String SUFFIX = ".html";
  /** Long enough for a browser that has to start first; the link itself is dead after fifteen minutes. */
  private static final int SECONDS = 60;

  private final Path file;

  private RedirectPage(Path file) {
    this.file = file;
  }

  static RedirectPage write(RuntimeDirectory directory, String url) throws BrokerException {
    try {
      // The name is not to be guessed; the mode is there from the first instant.
      Path file = Files.createTempFile(directory.path(), PREFIX, SUFFIX,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, "<!doctype html><meta charset=utf-8><meta name=referrer content=no-referrer>"
          + "<title>AWS console</title><meta http-equiv=refresh content=\"0;url=" + escaped(url) + "\">\n");
      return new RedirectPage(file);
    } catch (IOException e) {
      throw new BrokerException(Kind.LOCAL, "the link cannot be handed to the browser: " + directory.path()
          + " cannot be written", "--print prints the link");
    }
  }

  Path file() {
    return file;
  }

  /** Removes it in a minute, in a process of its own, so that nobody has to wait. */
  void removeSoon(Surroundings here) {
    var command = new ArrayList<String>(Detached.prefix(here));
    command.addAll(List.of("/bin/sh", "-c", "sleep " + SECONDS + "; rm -f -- \"$0\"", file.toString()));
    try {
      var none = Path.of("/dev/null").toFile();
      new ProcessBuilder(command).redirectInput(none).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      here.note("remove " + file + " when the console is open: it holds the link");
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It lies in our own folder, and what it holds is dead in fifteen minutes.
    }
  }

  private static String escaped(String url) {
    return url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
