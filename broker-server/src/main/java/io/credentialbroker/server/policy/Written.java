package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.policy.GeneratedPolicy;
import java.io.PrintWriter;

/** A policy on its way out: the document alone on one side, what a person should know on the other. */
final class Written {
  private Written() {}

  static int print(GeneratedPolicy policy, PrintWriter out, PrintWriter err) {
    out.print(policy.document().pretty() + "\n");
    policy.warnings().forEach(warning -> err.println("warning: " + warning));
    return 0;
  }
}
