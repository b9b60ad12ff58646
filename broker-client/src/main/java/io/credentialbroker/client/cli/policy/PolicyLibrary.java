package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * What writes and judges policies: a tool that the launcher puts beside this command for {@code policy} alone. It is
 * found by name, so that this module does not depend on it.
 */
final class PolicyLibrary {
  private static final String NAME = "credential-broker-policy";

  private final ToolProvider tool;

  private PolicyLibrary(ToolProvider tool) {
    this.tool = tool;
  }

  static PolicyLibrary find() throws BrokerException {
    return named(NAME);
  }

  static PolicyLibrary named(String name) throws BrokerException {
    return new PolicyLibrary(ToolProvider.findFirst(name)
        .orElseThrow(
            () -> new BrokerException(Kind.LOCAL, "what writes and judges policies is not on the class path",
                "run the 'broker' of the distribution, whose launcher adds it for 'broker policy'")));
  }

  /** Runs it with these words; answers its exit code. */
  int run(Surroundings here, List<String> words) {
    return tool.run(new PrintWriter(here.out(), true, StandardCharsets.UTF_8),
        new PrintWriter(here.err(), true, StandardCharsets.UTF_8), words.toArray(new String[0]));
  }
}
