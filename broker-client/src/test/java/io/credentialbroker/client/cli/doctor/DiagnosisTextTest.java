package io.credentialbroker.client.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.ProfileDiagnosis;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unwrapped texts are in doctor.txt. */
final class DiagnosisTextTest {
  @Test
  void of_narrowTerminal_wrapsSentencesAndLeavesWhatIsPasted() throws Exception {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var here = new Surroundings(Map.of(), nowhere, nowhere, false, null, millis -> false);
    var found = ProfileDiagnosis.read(
        """
            {"profile":"p","healthy":false,"steps":[{"step":"AssumeRole r","outcome":"FAILED","millis":9,
            "failure":{"reason":"REFUSED","message":"STS said: you may not do this at all."}}],
            "causes":[{"cause":"X","evidence":"LIKELY","because":"The caller needs a policy of its own.",
            "mendings":[{"kind":"CALLER_POLICY","caller":"alice","text":"{ \\"Resource\\": \\"a very long name of some role\\" }"},
            {"kind":"STEP","text":"Ask the owner of the account."}]}]}""");
    assertThat(DiagnosisText.of(found, here, 30)).isEqualTo("""
        p
          failed    AssumeRole r
                    STS said: you may
                    not do this at
                    all.

        The likely cause: The caller
           needs a policy of its own.
           Attach to alice this
           policy:
             { "Resource": "a very long name of some role" }
           Ask the owner of the
           account.
        """);
  }
}
