package io.credentialbroker.core.credentials;

/**
 * What somebody is told who does not get what he asked for. The parts stay apart up to the wire, where a program
 * may show them on lines of their own.
 *
 * @param what what happened, in whole sentences, without any secret
 * @param remedy what to do about it, in whole sentences; empty where there is nothing to do
 */
public record Told(String what, String remedy) {

  /** Of something about which there is nothing to do but what it says itself. */
  public static Told of(String what) {
    return new Told(what, "");
  }

  /** Both parts in one text, for those who see one text only; it ends with the remedy. */
  public String text() {
    return remedy.isEmpty() ? what : what + ' ' + remedy;
  }

  /** The same with these words before it, e.g. those that say where it happened. */
  public Told after(String before) {
    return new Told(before + what, remedy);
  }
}
