package io.credentialbroker.packaging;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

/** Reads XML as a stream in every way that leads elsewhere in the JDK, and says what came of it; run on another runtime. */
final class XmlProbe {
  private static final String TYPE = "<!DOCTYPE r [<!ELEMENT r (#PCDATA)><!ATTLIST r a CDATA #IMPLIED b ID #REQUIRED>"
      + "<!ENTITY e 'x'><!ENTITY f SYSTEM 'file:///not/there'><!NOTATION n SYSTEM 'q'>]>";

  private XmlProbe() {}

  public static void main(String[] args) {
    var documents = new LinkedHashMap<String, String>();
    documents.put("all kinds", "<?xml version='1.0'?><r a='1'><!--c--><?pi d?><![CDATA[x]]>&lt;&#65;</r>");
    documents.put("namespaces", "<r xmlns='u' xmlns:q='w'><q:s q:t='1'/></r>");
    documents.put("XML 1.1", "<?xml version='1.1'?><r>&#x85;</r>");
    documents.put("not closed", "<r><s></r>");
    documents.put("nothing", "");
    documents.put("text", "Service Unavailable");
    documents.put("web page", "<html><body><p>x<br></body></html>");
    documents.put("entity", TYPE + "<r b='1'>&e;</r>");
    documents.put("entity of a file", TYPE + "<r b='1'>&f;</r>");
    documents.put("entity that is none", "<r>&nope;</r>");
    documents.put("type in a file", "<!DOCTYPE r SYSTEM 'file:///not/there'><r/>");
    documents.put("public type",
        "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'file:///not/there'><html/>");
    documents.forEach((name, document) -> print(name, document.getBytes(StandardCharsets.UTF_8)));
    for (String encoding : List.of("UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII", "windows-1252")) {
      String document = "<?xml version='1.0' encoding='" + encoding + "'?><r>x</r>";
      print(encoding, document.getBytes(Charset.forName(encoding)));
    }
    System.out.println(ManagementFactory.getPlatformMBeanServer().getMBeanCount() > 0);
  }

  private static void print(String name, byte[] document) {
    for (boolean types : new boolean[]{ false, true}) {
      System.out.println(name + ", " + types + ": " + read(document, types));
    }
  }

  private static String read(byte[] document, boolean types) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, types);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, types);
    var events = new StringBuilder();
    try {
      var reader = factory.createXMLEventReader(new ByteArrayInputStream(document));
      while (reader.hasNext()) {
        events.append(reader.nextEvent().getEventType()).append(' ');
      }
    } catch (XMLStreamException e) {
      events.append(e.getMessage());
    }
    return events.toString();
  }
}
