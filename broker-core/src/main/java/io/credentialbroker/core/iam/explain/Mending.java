package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.iam.PolicyDocument;
import io.credentialbroker.core.region.KnownRegions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What mends a cause, ready to paste. */
public sealed interface Mending {
  /**
   * A policy for the caller.
   *
   * @param caller who gets it, in words
   */
  record CallerPolicy(String caller, PolicyDocument policy) implements Mending {}

  /**
   * A statement, or several, for the role's trust policy.
   *
   * @param role the role's ARN
   */
  record TrustStatement(String role, PolicyDocument policy) implements Mending {}

  /**
   * A key of the profile.
   *
   * @param value what to write
   * @param meaning what belongs there, where the value is only of its form; null where the value is exact
   */
  record ProfileKey(String key, String value, @Nullable String meaning) implements Mending {
    /** A value that is right as it stands. */
    public static ProfileKey exactly(String key, String value) {
      return new ProfileKey(key, value, null);
    }

    /**
     * A value that only a person knows; what stands there is taken by whoever reads the key.
     *
     * @throws IllegalArgumentException for a key that has no entry in {@link ExampleValues}
     */
    public static ProfileKey ofPerson(String key, String meaning) {
      return new ProfileKey(key, ExampleValues.of(key), meaning);
    }

    /** Another region than the one that did not do, of the same partition; empty where it has no other. */
    static Optional<ProfileKey> otherRegion(@Nullable String than, String meaning) {
      Optional<String> other = than == null
          ? Optional.of(ExampleValues.of("region"))
          : KnownRegions.another(than);
      return other.map(region -> new ProfileKey("region", region, meaning));
    }
  }

  /** Something else to do, one sentence. */
  record Step(String text) implements Mending {}
}
