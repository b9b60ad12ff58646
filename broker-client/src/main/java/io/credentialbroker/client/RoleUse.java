package io.credentialbroker.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One role that a profile assumes; docs/control-api.md explains each part.
 *
 * @param call the call of STS, e.g. {@code AssumeRole}
 * @param caller the role whose session makes the call, where it is a role's
 * @param permissionSet {@code ACCOUNT/NAME} of the permission set whose session makes it, where it is one's
 * @param tags whether the call passes session tags
 * @param mfa the device whose code the call, or the session that makes it, needs
 */
public record RoleUse(String profile, String arn, String call, @Nullable String caller,
    @Nullable String permissionSet, @Nullable String externalId, @Nullable String mfa,
    @Nullable String sourceIdentity, boolean tags) {

  /**
   * The roles of all profiles.
   *
   * @param roles by profile, the served role first and below it those with whose sessions it is assumed
   * @param without the profiles that can be served and assume no role
   */
  public record All(List<RoleUse> roles, List<String> without) {
    public All {
      roles = List.copyOf(roles);
      without = List.copyOf(without);
    }

    /** Those of one profile. */
    public List<RoleUse> of(String profile) {
      return roles.stream().filter(role -> role.profile().equals(profile)).toList();
    }

    static All read(JsonObject from) throws BrokerException {
      var roles = new ArrayList<RoleUse>();
      for (JsonObject one : from.objects("roles")) {
        roles.add(RoleUse.read(one));
      }
      return new All(roles, from.texts("without"));
    }
  }

  private static RoleUse read(JsonObject from) throws BrokerException {
    return new RoleUse(from.requiredText("profile"), from.requiredText("arn"), from.requiredText("call"),
        from.text("caller"), from.text("permissionSet"), from.text("externalId"), from.text("mfa"),
        from.text("sourceIdentity"), from.flag("tags"));
  }
}
