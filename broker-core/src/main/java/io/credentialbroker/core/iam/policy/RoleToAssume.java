package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.Arn;

/**
 * A role that a principal should be able to assume, and what its calls carry.
 *
 * @param arn the full ARN; wildcards are taken, and warned of
 * @param withTags whether the calls pass session tags, which needs {@code sts:TagSession}
 * @param withSourceIdentity whether the calls set a source identity, which needs {@code sts:SetSourceIdentity}
 */
public record RoleToAssume(String arn, boolean withTags, boolean withSourceIdentity) {
  public RoleToAssume {
    Arn parsed = Arn.parse(arn).orElseThrow(() -> notARole(arn));
    boolean account = Arn.isAccountId(parsed.account()) || hasWildcard(parsed.account());
    if (!parsed.service().equals("iam") || !parsed.resource().startsWith("role/") || !account) {
      throw notARole(arn);
    }
  }

  /** A role assumed without session tags or a source identity. */
  public static RoleToAssume plain(String arn) {
    return new RoleToAssume(arn, false, false);
  }

  boolean isPattern() {
    return hasWildcard(arn);
  }

  String partition() {
    return Arn.parse(arn).orElseThrow().partition();
  }

  String account() {
    return Arn.parse(arn).orElseThrow().account();
  }

  private static boolean hasWildcard(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  private static IllegalArgumentException notARole(String arn) {
    return new UnfitException("'" + arn + "' is not the ARN of a role",
        "one looks like arn:aws:iam::123456789012:role/NAME");
  }
}
