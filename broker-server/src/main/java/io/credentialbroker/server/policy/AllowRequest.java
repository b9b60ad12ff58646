package io.credentialbroker.server.policy;

import io.credentialbroker.core.iam.policy.AllowPolicy;
import io.credentialbroker.core.iam.policy.GeneratedPolicy;
import io.credentialbroker.core.iam.policy.RoleToAssume;
import java.util.ArrayList;

/**
 * The roles that somebody wants to assume: {@code role} for a plain call, {@code tags} for one with session tags,
 * {@code source-identity} for one that sets a source identity; a role may be named by several.
 */
final class AllowRequest {
  private AllowRequest() {}

  static GeneratedPolicy policy(ToolArguments given) {
    var roles = new ArrayList<RoleToAssume>();
    given.all("role").forEach(arn -> roles.add(RoleToAssume.plain(arn)));
    given.all("tags").forEach(arn -> roles.add(new RoleToAssume(arn, true, false)));
    given.all("source-identity").forEach(arn -> roles.add(new RoleToAssume(arn, false, true)));
    return AllowPolicy.forRoles(roles);
  }
}
