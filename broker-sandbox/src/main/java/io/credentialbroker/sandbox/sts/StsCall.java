package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.session.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of STS, whose signature is right where it needs one.
 *
 * @param signer null for the calls that carry their own proof
 * @param region where it was sent, as far as a signature tells
 */
record StsCall(String action, Map<String, String> parameters, @Nullable Caller signer, String region) {

  Caller caller() {
    if (signer == null) {
      throw new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    return signer;
  }

  Constraints constraints() {
    return new Constraints(parameters);
  }
}
