package io.credentialbroker.core.caller;

/**
 * What is said about a client, by whichever way it shows that it is the one.
 *
 * @param name how logs call it; never a secret
 * @param grant which profiles it may have
 * @param rules what its process has to be
 * @param pace how often it may ask; shared by all its tokens
 */
public record Identity(String name, Grant grant, ProcessRules rules, Pace pace) {
  public Identity {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a client has a name");
    }
  }

  /** A client of which only the name and the grant matter. */
  public Identity(String name, Grant grant) {
    this(name, grant, ProcessRules.NONE, Pace.UNLIMITED);
  }
}
