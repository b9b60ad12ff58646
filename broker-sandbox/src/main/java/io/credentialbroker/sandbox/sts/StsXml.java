package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Principal;
import java.util.UUID;
import java.util.function.Consumer;

/** The envelopes of the query protocol. */
final class StsXml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final String TYPE = "text/xml";

  private StsXml() {}

  static Answer result(String action, Consumer<Xml> members) {
    String requestId = UUID.randomUUID().toString();
    var xml = new Xml();
    xml.root(action + "Response", NAMESPACE, () -> {
      xml.element(action + "Result", () -> members.accept(xml));
      xml.element("ResponseMetadata", () -> xml.text("RequestId", requestId));
    });
    return Answer.of(200, TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
  }

  static Answer error(AwsError error) {
    String requestId = UUID.randomUUID().toString();
    var xml = new Xml();
    xml.root("ErrorResponse", NAMESPACE, () -> {
      xml.element("Error", () -> xml.text("Type", error.status() < 500 ? "Sender" : "Receiver")
          .text("Code", error.code()).text("Message", error.text()));
      xml.text("RequestId", requestId);
    });
    return Answer.of(error.status(), TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
  }

  static void credentials(Xml xml, IssuedSession session) {
    xml.element("Credentials",
        () -> xml.text("AccessKeyId", session.key().id()).text("SecretAccessKey", session.key().secret())
            .text("SessionToken", session.token()).text("Expiration", session.expiration()));
  }

  static void assumedRoleUser(Xml xml, Principal principal) {
    xml.element("AssumedRoleUser",
        () -> xml.text("AssumedRoleId", principal.userId()).text("Arn", principal.arn()));
  }
}
