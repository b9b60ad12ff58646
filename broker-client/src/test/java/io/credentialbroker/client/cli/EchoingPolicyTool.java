package io.credentialbroker.client.cli;

import java.io.PrintWriter;
import java.util.spi.ToolProvider;

/** Stands where the distribution has what writes policies: prints the words that it was given. */
public final class EchoingPolicyTool implements ToolProvider {
  @Override
  public String name() {
    return "credential-broker-policy";
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... words) {
    for (String word : words) {
      out.println(word);
    }
    return words[0].equals("lint") ? 1 : 0;
  }
}
