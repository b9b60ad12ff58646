package io.credentialbroker.sandbox.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Enveloped XML signatures over one element that has an {@code ID}. */
final class XmlSignatures {
  private XmlSignatures() {}

  /** Signs {@code element}, putting the signature inside it, in front of {@code before}. */
  static void sign(Element element, Node before, PrivateKey key) {
    element.setIdAttribute("ID", true);
    var factory = XMLSignatureFactory.getInstance("DOM");
    try {
      Reference reference = factory.newReference("#" + element.getAttribute("ID"),
          factory.newDigestMethod(DigestMethod.SHA256, null),
          List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
              factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
          null, null);
      var signedInfo = factory.newSignedInfo(
          factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
          factory.newSignatureMethod(SignatureMethod.RSA_SHA256, null), List.of(reference));
      factory.newXMLSignature(signedInfo, null).sign(new DOMSignContext(key, element, before));
    } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
      throw new IllegalStateException("an assertion that cannot be signed", e);
    }
  }

  /**
   * Whether a signature directly inside {@code element} is right, and is about this very element: a signature
   * over something else in the document proves nothing about it.
   */
  static boolean verifies(Element element, PublicKey key) {
    element.setIdAttribute("ID", true);
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (XMLSignature.XMLNS.equals(child.getNamespaceURI()) && "Signature".equals(child.getLocalName())) {
        return verifies(child, element, key);
      }
    }
    return false;
  }

  private static boolean verifies(Node node, Element element, PublicKey key) {
    var context = new DOMValidateContext(key, node);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    context.setIdAttributeNS(element, null, "ID");
    try {
      XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
      List<Reference> references = signature.getSignedInfo().getReferences();
      return references.size() == 1 && references.getFirst().getURI().equals("#" + element.getAttribute("ID"))
          && signature.validate(context);
    } catch (MarshalException | XMLSignatureException | RuntimeException e) {
      return false;
    }
  }
}
