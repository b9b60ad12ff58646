package io.credentialbroker.client.cli.surroundings;

/** Colours, where they are wanted; plain text elsewhere. */
public final class Paint {
  private final boolean coloured;

  public Paint(Surroundings here) {
    this.coloured = here.coloured();
  }

  public String green(String text) {
    return in("32", text);
  }

  public String yellow(String text) {
    return in("33", text);
  }

  public String red(String text) {
    return in("31", text);
  }

  public String bold(String text) {
    return in("1", text);
  }

  public String faint(String text) {
    return in("2", text);
  }

  /** In an SGR code of ECMA-48; an empty one means none. */
  String in(String code, String text) {
    return coloured && !code.isEmpty() ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
  }
}
