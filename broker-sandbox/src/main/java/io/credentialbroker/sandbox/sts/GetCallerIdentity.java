package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.session.Principal;

/** Needs no permission: not even an explicit denial stops it, at AWS and here. */
final class GetCallerIdentity implements StsAction {
  @Override
  public String name() {
    return "GetCallerIdentity";
  }

  @Override
  public Answer answer(StsCall call) {
    Principal principal = call.caller().principal();
    return StsXml
        .result(name(), xml -> xml.text("Arn", principal.arn()).text("UserId", principal.userId())
            .text("Account", principal.account()))
        .about(principal.arn(), null);
  }
}
