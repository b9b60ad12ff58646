package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.session.Keyring;
import java.util.regex.Pattern;

/** Which account an access key belongs to. */
final class GetAccessKeyInfo implements StsAction {
  private static final Pattern KEY_ID = Pattern.compile("[\\w]*");

  private final Keyring keys;

  GetAccessKeyInfo(Keyring keys) {
    this.keys = keys;
  }

  @Override
  public String name() {
    return "GetAccessKeyInfo";
  }

  @Override
  public Answer answer(StsCall call) {
    Constraints constraints = call.constraints();
    String id = constraints.required("AccessKeyId", 16, 128, KEY_ID);
    constraints.check();
    Keyring.Known known = keys.find(id)
        .orElseThrow(() -> AwsError.validation("Invalid access key ID: " + id));
    return StsXml.result(name(), xml -> xml.text("Account", known.caller().principal().account()))
        .about(call.caller().principal().arn(), id);
  }
}
