package io.credentialbroker.sandbox.sts;

import org.jspecify.annotations.Nullable;

/** XML, written from the outside in. */
final class Xml {
  private final StringBuilder text = new StringBuilder();

  Xml element(String name, Runnable inside) {
    text.append('<').append(name).append('>');
    inside.run();
    text.append("</").append(name).append('>');
    return this;
  }

  /** An element with a namespace. */
  Xml root(String name, String namespace, Runnable inside) {
    text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    inside.run();
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** An element with text, left out where there is none. */
  Xml text(String name, @Nullable Object value) {
    if (value != null) {
      text.append('<').append(name).append('>');
      escape(value.toString());
      text.append("</").append(name).append('>');
    }
    return this;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        default -> text.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
