package io.credentialbroker.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real AWS client. It is handed an environment and asked to make signed calls; how it comes by credentials is its
 * own affair.
 */
interface InteropClient extends AutoCloseable {
  /** Makes one signed call to {@code sts}, {@code s3} or {@code dynamodb}. */
  Outcome call(String service);

  @Override
  void close();

  /**
   * What became of a call.
   *
   * @param key the access key id, where the client tells it
   * @param text the caller's ARN, or the names of what is there; what a user sees when it went wrong
   */
  record Outcome(boolean ok, String key, String text) {
    /** Of a line {@code ok KEY RESULT} or {@code error MESSAGE}. */
    static Outcome of(String line) {
      String[] parts = line.split(" ", 3);
      return parts[0].equals("ok")
          ? new Outcome(true, parts[1], parts.length < 3 ? "" : parts[2])
          : new Outcome(false, "", line.replaceFirst("^error ", ""));
    }
  }

  /** A program that stays and answers line by line. */
  final class Staying implements InteropClient {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    Staying(Map<String, String> environment, Path log, List<String> line) {
      try {
        var builder = new ProcessBuilder(line)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        process = builder.start();
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Outcome call(String service) {
      try {
        in.write(service + "\n");
        in.flush();
        String line = out.readLine();
        if (line == null) {
          throw new AssertionError("the client has ended");
        }
        return Outcome.of(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A command that is run anew for each call. */
  final class Command implements InteropClient {
    private final Map<String, String> environment;
    private final Path folder;
    private final List<String> line;

    /** {@code line} is followed by the arguments of the call. */
    Command(Map<String, String> environment, Path folder, List<String> line) {
      this.environment = environment;
      this.folder = folder;
      this.line = line;
    }

    @Override
    public Outcome call(String service) {
      boolean cli = !line.getFirst().equals("sh");
      var whole = new java.util.ArrayList<>(line);
      whole.addAll(cli ? arguments(service) : List.of(service));
      Run run = Run.of(environment, folder, whole);
      if (run.exit() != 0) {
        return new Outcome(false, "", (run.out() + run.err()).strip().replace('\n', ' '));
      }
      return cli ? new Outcome(true, "", run.out().strip()) : Outcome.of(run.out().strip());
    }

    private List<String> arguments(String service) {
      // 2.9, which Debian has, does not know AWS_ENDPOINT_URL yet.
      var endpoint = List.of("--endpoint-url", environment.getOrDefault("AWS_ENDPOINT_URL", ""), "--output",
          "text");
      return java.util.stream.Stream.concat(endpoint.stream(), switch (service) {
        case "sts" -> List.of("sts", "get-caller-identity", "--query", "Arn").stream();
        case "s3" -> List.of("s3api", "list-buckets", "--query", "Buckets[].Name").stream();
        case "dynamodb" -> List.of("dynamodb", "list-tables", "--query", "TableNames").stream();
        default -> throw new IllegalArgumentException("no service " + service);
      }).toList();
    }

    @Override
    public void close() {
      // It has ended.
    }
  }
}
