package io.credentialbroker.client.cli;

/** Colours, where they are wanted; plain text elsewhere. */
final class Paint {
  private final boolean coloured;

  Paint(Surroundings here) {
    this.coloured = here.coloured();
  }

  String green(String text) {
    return in("32", text);
  }

  String yellow(String text) {
    return in("33", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String bold(String text) {
    return in("1", text);
  }

  String faint(String text) {
    return in("2", text);
  }

  /** In an SGR code of ECMA-48; an empty one means none. */
  String in(String code, String text) {
    return coloured && !code.isEmpty() ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
  }
}
