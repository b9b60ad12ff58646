package io.credentialbroker.sandbox.identity;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.XMLConstants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A SAML 2.0 identity provider that signs assertions (RSA-SHA256, enveloped). */
public final class SamlIssuer {
  static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

  private final String entityId;
  private final RsaKey key = new RsaKey();

  public SamlIssuer(String entityId) {
    this.entityId = entityId;
  }

  public String entityId() {
    return entityId;
  }

  RSAPublicKey publicKey() {
    return key.publicKey();
  }

  /** A response that holds one signed assertion, as XML. */
  public String responseXml(SamlClaims claims) {
    Document document = XmlDocuments.empty();
    Element response = document.createElementNS(PROTOCOL, "samlp:Response");
    declare(response, "samlp", PROTOCOL);
    response.setAttribute("ID", "_" + UUID.randomUUID());
    response.setAttribute("Version", "2.0");
    response.setAttribute("IssueInstant", claims.issued().toString());
    response.setAttribute("Destination", claims.recipient());
    document.appendChild(response);
    Element status = child(response, PROTOCOL, "samlp:Status");
    child(status, PROTOCOL, "samlp:StatusCode").setAttribute("Value",
        "urn:oasis:names:tc:SAML:2.0:status:Success");
    Element assertion = assertion(response, claims);
    XmlSignatures.sign(assertion, assertion.getFirstChild().getNextSibling(), key.privateKey());
    return XmlDocuments.write(document);
  }

  /** The same, encoded as a browser posts it and as STS takes it. */
  public String response(SamlClaims claims) {
    return Base64.getEncoder().encodeToString(responseXml(claims).getBytes(StandardCharsets.UTF_8));
  }

  private Element assertion(Element response, SamlClaims claims) {
    Element assertion = child(response, ASSERTION, "saml:Assertion");
    declare(assertion, "saml", ASSERTION);
    assertion.setAttribute("ID", "_" + UUID.randomUUID());
    assertion.setAttribute("Version", "2.0");
    assertion.setAttribute("IssueInstant", claims.issued().toString());
    child(assertion, ASSERTION, "saml:Issuer").setTextContent(entityId);
    String end = claims.issued().plus(claims.lifetime()).toString();

    Element subject = child(assertion, ASSERTION, "saml:Subject");
    Element nameId = child(subject, ASSERTION, "saml:NameID");
    nameId.setAttribute("Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
    nameId.setTextContent(claims.subject());
    Element confirmation = child(subject, ASSERTION, "saml:SubjectConfirmation");
    confirmation.setAttribute("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer");
    Element data = child(confirmation, ASSERTION, "saml:SubjectConfirmationData");
    data.setAttribute("NotOnOrAfter", end);
    data.setAttribute("Recipient", claims.recipient());

    Element conditions = child(assertion, ASSERTION, "saml:Conditions");
    conditions.setAttribute("NotBefore", claims.issued().toString());
    conditions.setAttribute("NotOnOrAfter", end);
    Element restriction = child(conditions, ASSERTION, "saml:AudienceRestriction");
    child(restriction, ASSERTION, "saml:Audience").setTextContent("urn:amazon:webservices");

    Element statement = child(assertion, ASSERTION, "saml:AttributeStatement");
    attribute(statement, SamlClaims.ATTRIBUTES + "Role", claims.roles());
    var single = new ArrayList<>(claims.more().entrySet());
    single.sort(Map.Entry.comparingByKey());
    if (claims.sessionName() != null) {
      single.addFirst(Map.entry(SamlClaims.ATTRIBUTES + "RoleSessionName", claims.sessionName()));
    }
    single.forEach(entry -> attribute(statement, entry.getKey(), List.of(entry.getValue())));
    return assertion;
  }

  /** Written out, because a signature covers declarations that are there, not those a writer adds later. */
  private static void declare(Element element, String prefix, String namespace) {
    element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace);
  }

  private static void attribute(Element statement, String name, List<String> values) {
    Element attribute = child(statement, ASSERTION, "saml:Attribute");
    attribute.setAttribute("Name", name);
    values.forEach(value -> child(attribute, ASSERTION, "saml:AttributeValue").setTextContent(value));
  }

  private static Element child(Element parent, String namespace, String name) {
    Element element = parent.getOwnerDocument().createElementNS(namespace, name);
    parent.appendChild(element);
    return element;
  }
}
