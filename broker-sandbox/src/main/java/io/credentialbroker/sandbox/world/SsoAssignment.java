package io.credentialbroker.sandbox.world;

import java.time.Duration;

/**
 * A permission set that people of IAM Identity Center have in an account.
 *
 * @param account twelve digits
 * @param accountName for lists
 * @param roleName the name of the permission set, which is what {@code sso_role_name} says
 * @param roleArn the role that stands behind it
 * @param duration how long its sessions last
 */
public record SsoAssignment(String account, String accountName, String roleName, String roleArn,
    Duration duration) {
  /** A permission set with sessions of an hour, the default. */
  public static SsoAssignment of(String account, String roleName, String roleArn) {
    return new SsoAssignment(account, "account " + account, roleName, roleArn, Duration.ofHours(1));
  }
}
