package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.Arn;
import org.jspecify.annotations.Nullable;

/**
 * Whom a role trusts. Each kind has its own principal, action and conditions, which {@link TrustPolicy} writes;
 * the checks here are those of IAM for each parameter.
 */
public sealed interface TrustedParty
    permits TrustedParty.Account, TrustedParty.Identity, TrustedParty.PermissionSet, FederatedParty {

  /**
   * Every principal of an account whom that account lets assume the role.
   *
   * @param partition e.g. {@code aws}
   */
  record Account(String partition, String accountId) implements TrustedParty {
    public Account {
      Checked.partition(partition);
      Checked.account(accountId);
    }
  }

  /**
   * One user or role.
   *
   * @param arn of a user or a role; an assumed-role session is named by its role
   */
  record Identity(String arn) implements TrustedParty {
    public Identity {
      Checked.literal("principal", arn);
      Arn parsed = Arn.parse(arn).orElse(null);
      if (parsed == null || !Arn.isAccountId(parsed.account()) || !isUserOrRole(parsed)) {
        throw new UnfitException("'" + arn + "' is neither a user nor a role",
            "such ARNs look like arn:aws:iam::123456789012:user/NAME and arn:aws:iam::123456789012:role/NAME");
      }
    }

    private static boolean isUserOrRole(@Nullable Arn arn) {
      return arn != null && arn.service().equals("iam")
          && (arn.resource().startsWith("user/") || arn.resource().startsWith("role/"));
    }
  }

  /**
   * A permission set of IAM Identity Center, as it stands in one account. Its role has a path with a region in it
   * and is made anew now and then, so the role itself cannot be the principal: its account is, held back by a
   * condition on the role's name (IAM Identity Center User Guide, "Referencing permission sets").
   *
   * @param roleName begins with {@code AWSReservedSSO_}; with the number at its end or without
   */
  record PermissionSet(String partition, String accountId, String roleName) implements TrustedParty {
    public PermissionSet {
      Checked.partition(partition);
      Checked.account(accountId);
      Checked.literal("role name", roleName);
      if (!roleName.startsWith("AWSReservedSSO_")) {
        throw new UnfitException("'" + roleName + "' is no role of a permission set",
            "the name of one begins with AWSReservedSSO_");
      }
    }
  }
}
