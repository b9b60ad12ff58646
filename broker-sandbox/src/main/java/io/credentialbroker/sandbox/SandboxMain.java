package io.credentialbroker.sandbox;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** The sandbox in the foreground: says how it is used, and runs until Ctrl-C. */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    SandboxArguments parsed;
    try {
      parsed = SandboxArguments.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("error: " + e.getMessage());
      err.println("hint: " + SandboxArguments.USAGE);
      System.exit(2);
      return;
    }
    Sandbox sandbox = SandboxTool.start(parsed, out, err);
    if (sandbox == null) {
      System.exit(1);
      return;
    }
    out.println(instructions(parsed, sandbox));
    new CountDownLatch(1).await();
  }

  static String instructions(SandboxArguments arguments, Sandbox sandbox) {
    String use = arguments.home() == null
        ? "\nPut this into a config file:\n\n" + DemoFiles.config(sandbox.endpoint())
            + "\nand this into a credentials file:\n\n" + DemoFiles.credentials()
        : """

            In another shell:

              export AWS_CONFIG_FILE=%1$s/config AWS_SHARED_CREDENTIALS_FILE=%1$s/credentials
              aws sts get-caller-identity --profile demo-chain
            """.formatted(arguments.home());
    return use + """

        Faults:  curl -X POST %1$s/_sandbox/faults -d '{"action":"sts:*","kind":"throttling","times":3}'
                 curl -X DELETE %1$s/_sandbox/faults
        Calls:   curl %1$s/_sandbox/calls
        Clock:   curl -X POST %1$s/_sandbox/clock -d '{"offsetSeconds":600}'

        Ctrl-C ends it.""".formatted(sandbox.endpoint());
  }
}
