package io.credentialbroker.sandbox.world;

/**
 * An access key of the sandbox. No AWS account has ever known it, and still it is never printed: what handles
 * it is tested with it as if it were real.
 *
 * @param id 16 to 128 word characters; {@code AKIA…} for a user's, {@code ASIA…} for a session's
 * @param secret the secret half
 */
public record AccessKey(String id, String secret) {
  public AccessKey {
    if (!id.matches("\\w{16,128}")) {
      throw new IllegalArgumentException("an access key id is 16 to 128 word characters, not \"" + id + "\"");
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("the secret of access key " + id + " is blank");
    }
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
