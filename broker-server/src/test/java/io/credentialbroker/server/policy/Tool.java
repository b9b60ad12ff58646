package io.credentialbroker.server.policy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** One run of the tool: what it printed and how it ended. */
record Tool(int exit, String out, String err) {

  static Tool run(String... words) {
    return given("", words);
  }

  /** With this on standard input. */
  static Tool given(String input, String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = new PolicyTool(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
        .run(new PrintWriter(out), new PrintWriter(err), words);
    return new Tool(exit, out.toString(), err.toString());
  }
}
