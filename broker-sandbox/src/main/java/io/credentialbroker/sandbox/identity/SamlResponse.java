package io.credentialbroker.sandbox.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A SAML response as STS gets it: its first assertion, read and not yet believed. */
public final class SamlResponse {
  private final Element response;
  private final Element assertion;

  private SamlResponse(Element response, Element assertion) {
    this.response = response;
    this.assertion = assertion;
  }

  /** Reads a response in base64; null when it is none, or holds no assertion. */
  public static @Nullable SamlResponse parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
    Document document = XmlDocuments.read(bytes);
    if (document == null) {
      return null;
    }
    Element response = document.getDocumentElement();
    Element assertion = child(response, SamlIssuer.ASSERTION, "Assertion");
    return response.getLocalName().equals("Response") && assertion != null
        ? new SamlResponse(response, assertion)
        : null;
  }

  /** Whether the issuer signed the assertion, or the response around it. */
  public boolean isSignedBy(SamlIssuer issuer) {
    return XmlSignatures.verifies(assertion, issuer.publicKey())
        || XmlSignatures.verifies(response, issuer.publicKey());
  }

  public String issuer() {
    return text(child(assertion, SamlIssuer.ASSERTION, "Issuer"));
  }

  public String subject() {
    return text(path("Subject", "NameID"));
  }

  /** The kind of name id, without the prefix of the standard, as STS reports it. */
  public String subjectType() {
    Element nameId = path("Subject", "NameID");
    String format = nameId == null ? "" : nameId.getAttribute("Format");
    return format.substring(format.lastIndexOf(':') + 1);
  }

  public String recipient() {
    Element data = path("Subject", "SubjectConfirmation", "SubjectConfirmationData");
    return data == null ? "" : data.getAttribute("Recipient");
  }

  /** Until when it may be redeemed; null when it does not say so in a way that can be read. */
  public @Nullable Instant notOnOrAfter() {
    Element data = path("Subject", "SubjectConfirmation", "SubjectConfirmationData");
    try {
      return data == null ? null : Instant.parse(data.getAttribute("NotOnOrAfter"));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The values of every attribute, by its full name. */
  public Map<String, List<String>> attributes() {
    var attributes = new LinkedHashMap<String, List<String>>();
    Element statement = child(assertion, SamlIssuer.ASSERTION, "AttributeStatement");
    if (statement != null) {
      for (Element attribute : children(statement, "Attribute")) {
        List<String> values = attributes.computeIfAbsent(attribute.getAttribute("Name"),
            _ -> new ArrayList<>());
        children(attribute, "AttributeValue").forEach(value -> values.add(text(value)));
      }
    }
    return attributes;
  }

  private @Nullable Element path(String... names) {
    Element at = assertion;
    for (String name : names) {
      Element next = child(at, SamlIssuer.ASSERTION, name);
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  private static List<Element> children(Element parent, String name) {
    var found = new ArrayList<Element>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && SamlIssuer.ASSERTION.equals(element.getNamespaceURI())
          && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  private static @Nullable Element child(Element parent, String namespace, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && namespace.equals(element.getNamespaceURI())
          && name.equals(element.getLocalName())) {
        return element;
      }
    }
    return null;
  }

  private static String text(@Nullable Element element) {
    return element == null ? "" : element.getTextContent().strip();
  }
}
