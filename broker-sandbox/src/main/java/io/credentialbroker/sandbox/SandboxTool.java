package io.credentialbroker.sandbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox with the demo world, as a tool that another program of this process can find without knowing it.
 * It starts, writes config and credentials into {@code --home}, prints one line
 * {@code sandbox http://127.0.0.1:PORT}, and returns 0; the sandbox goes on, on daemon threads, until the
 * process ends. It returns 2 for wrong arguments and 1 when it cannot start.
 */
public final class SandboxTool implements ToolProvider {
  static final String WARNING = "THIS IS A SANDBOX. Its credentials are not real: AWS knows none of them.";

  @Override
  public String name() {
    return "credential-broker-sandbox";
  }

  @Override
  public Optional<String> description() {
    return Optional.of("an offline AWS on loopback, with demo profiles; nothing it gives out is real");
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return start(SandboxArguments.parse(arguments), out, err) == null ? 1 : 0;
    } catch (IllegalArgumentException e) {
      err.println("error: " + e.getMessage());
      err.println("hint: " + SandboxArguments.USAGE);
      err.flush();
      return 2;
    }
  }

  /** Starts and says so; null, and a word about why, when that is not possible. */
  static @Nullable Sandbox start(SandboxArguments arguments, PrintWriter out, PrintWriter err) {
    Sandbox sandbox = null;
    try {
      sandbox = Sandbox.start(DemoWorld.create(), SandboxOptions.defaults().withPort(arguments.port()));
      if (arguments.home() != null) {
        DemoFiles.write(arguments.home(), sandbox.endpoint());
      }
      err.println(WARNING);
      err.flush();
      out.println("sandbox " + sandbox.endpoint());
      out.flush();
      return sandbox;
    } catch (UncheckedIOException | IOException e) {
      if (sandbox != null) {
        sandbox.close();
      }
      err.println("error: " + reason(e, arguments));
      err.flush();
      return null;
    }
  }

  private static String reason(Exception e, SandboxArguments arguments) {
    return switch (e) {
      case FileSystemException file -> "cannot write the demo files into " + arguments.home() + ": "
          + file.getFile() + ": "
          + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
      case IOException io -> "cannot write the demo files into " + arguments.home() + ": " + io.getMessage();
      default -> String.valueOf(e.getMessage());
    };
  }
}
