package io.credentialbroker.core.source;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The attributes of a SAML response, by name. */
final class SamlAttributes {
  private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

  private final Map<String, List<String>> values = new HashMap<>();

  private SamlAttributes() {}

  /** Nothing where the bytes are not XML in UTF-8; document types and entities are refused. */
  static Optional<SamlAttributes> of(byte[] xml) {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      var attributes = new SamlAttributes();
      XMLStreamReader reader = factory
          .createXMLStreamReader(new StringReader(new String(xml, StandardCharsets.UTF_8)));
      attributes.read(reader);
      reader.close();
      return Optional.of(attributes);
    } catch (XMLStreamException _) {
      return Optional.empty();
    }
  }

  /** The values of an attribute, in order; none where there is no such attribute. */
  List<String> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    @Nullable
    String attribute = null;
    while (reader.hasNext()) {
      reader.next();
      if (reader.isStartElement() && ASSERTION.equals(reader.getNamespaceURI())) {
        if (reader.getLocalName().equals("Attribute")) {
          attribute = reader.getAttributeValue(null, "Name");
        } else if (reader.getLocalName().equals("AttributeValue") && attribute != null) {
          values.computeIfAbsent(attribute, _ -> new ArrayList<>()).add(reader.getElementText());
        }
      }
    }
  }
}
