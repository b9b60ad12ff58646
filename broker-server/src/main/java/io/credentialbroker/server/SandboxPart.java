package io.credentialbroker.server;

import io.credentialbroker.server.transport.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offline AWS beside the daemon. It is found by name only: the daemon does not contain it, and the launcher
 * puts its jar on the class path for {@code --sandbox} alone.
 */
final class SandboxPart {
  /** The name of the tool. */
  static final String TOOL = "credential-broker-sandbox";

  /** The variable in which the sandboxed environment names the sandbox; the SDKs read it too. */
  static final String ENDPOINT = "AWS_ENDPOINT_URL";

  /** The line with which the tool says where it listens. */
  private static final Pattern READY = Pattern.compile("(?m)^sandbox (http://\\S+)$");

  private static final Logger LOG = LoggerFactory.getLogger("brokerd.sandbox");

  private SandboxPart() {}

  /**
   * Starts the sandbox and writes its demo profiles into {@code folder}.
   *
   * @return the environment in which the AWS config is the demo's, and nothing of the user's AWS is left
   */
  static Map<String, String> open(Map<String, String> environment, Path folder, int port) throws Fault {
    ToolProvider tool = ToolProvider.findFirst(TOOL).orElseThrow(() -> new Fault(
        "The sandbox is not part of this process: its jar is not on the class path.",
        "Start the 'brokerd' of the distribution, which adds it for --sandbox."));
    var said = new StringWriter();
    run(tool, arguments(folder, port), said);
    LOG.warn("SANDBOX: no real AWS and no real credentials; what is served here opens nothing");
    var sandboxed = new HashMap<>(environment);
    sandboxed.keySet().removeIf(name -> name.startsWith("AWS_"));
    // Tokens that are made for it open nothing elsewhere, so they are kept where nothing else looks.
    sandboxed.put(StateFile.VARIABLE, folder.resolve("state").toString());
    sandboxed.put("AWS_CONFIG_FILE", folder.resolve("config").toString());
    sandboxed.put(ENDPOINT, endpointIn(said.toString()));
    sandboxed.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials").toString());
    return sandboxed;
  }

  /** Where the sandbox of this environment makes sign-in tokens. */
  static URI federationIn(Map<String, String> environment) {
    return URI.create(environment.get(ENDPOINT) + "/federation");
  }

  private static String endpointIn(String said) throws Fault {
    var ready = READY.matcher(said);
    if (!ready.find()) {
      throw new Fault("The sandbox did not say where it listens: " + said.strip(),
          "Its jar and brokerd's are of different releases; unpack the distribution again.");
    }
    return ready.group(1);
  }

  private static List<String> arguments(Path folder, int port) throws Fault {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new Fault(
          "The sandbox's folder " + folder + " cannot be made (" + e.getClass().getSimpleName() + ").",
          "Check that " + folder.getParent() + " is writable and not full.");
    }
    var arguments = new ArrayList<>(List.of("--home", folder.toString()));
    if (port != 0) {
      arguments.addAll(List.of("--port", Integer.toString(port)));
    }
    return arguments;
  }

  private static void run(ToolProvider tool, List<String> arguments, StringWriter said) throws Fault {
    var out = new PrintWriter(said);
    int exit = tool.run(out, out, arguments.toArray(String[]::new));
    out.flush();
    if (exit != 0) {
      throw new Fault("The sandbox did not start: " + said.toString().strip(),
          "Try another --sandbox-port, or none.");
    }
  }
}
