package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;

/** One operation of STS. */
interface StsAction {
  /** The name in the {@code Action} parameter. */
  String name();

  /** Whether it takes the caller's signature, or carries a proof of its own. */
  default boolean signed() {
    return true;
  }

  /**
   * Does it.
   *
   * @throws io.credentialbroker.sandbox.http.AwsError when AWS would refuse
   */
  Answer answer(StsCall call);
}
