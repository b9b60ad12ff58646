package io.credentialbroker.sandbox.session;

import io.credentialbroker.sandbox.policy.Bearer;
import io.credentialbroker.sandbox.policy.PolicyDocument;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import java.util.List;
import java.util.Map;

/** An identity that signs requests. */
public sealed interface Principal {
  /** As {@code GetCallerIdentity} says it. */
  String arn();

  String account();

  /** As {@code GetCallerIdentity} says it: {@code AIDA…}, {@code AROA…:NAME}, {@code ACCOUNT:NAME}. */
  String userId();

  /** {@code aws:PrincipalArn}: for a role session the ARN of the role. */
  String principalArn();

  /** {@code aws:PrincipalType}. */
  String type();

  /** What it may do, session policies apart. */
  List<PolicyDocument> policies();

  /** Its own tags, session tags apart. */
  Map<String, String> tags();

  /** How a trust policy may name it. */
  default Bearer bearer() {
    return new Bearer.Aws(account(), List.of(arn(), principalArn()));
  }

  /** An IAM user, or the root user of an account. */
  record User(IamUser user) implements Principal {
    @Override
    public String arn() {
      return user.arn();
    }

    @Override
    public String account() {
      return user.account();
    }

    @Override
    public String userId() {
      return user.uniqueId();
    }

    @Override
    public String principalArn() {
      return user.arn();
    }

    @Override
    public String type() {
      return user.isRoot() ? "Account" : "User";
    }

    @Override
    public List<PolicyDocument> policies() {
      return user.policies();
    }

    @Override
    public Map<String, String> tags() {
      return user.tags();
    }
  }

  /** A role session. */
  record AssumedRole(IamRole role, String sessionName) implements Principal {
    /** Without the role's path, as STS writes it. */
    @Override
    public String arn() {
      return "arn:" + role.arn().partition() + ":sts::" + account() + ":assumed-role/" + role.arn().name()
          + "/"
          + sessionName;
    }

    @Override
    public String account() {
      return role.account();
    }

    @Override
    public String userId() {
      return role.uniqueId() + ":" + sessionName;
    }

    @Override
    public String principalArn() {
      return role.arn().toString();
    }

    @Override
    public String type() {
      return "AssumedRole";
    }

    @Override
    public List<PolicyDocument> policies() {
      return role.policies();
    }

    @Override
    public Map<String, String> tags() {
      return role.tags();
    }
  }

  /** What {@code GetFederationToken} makes of a user. */
  record FederatedUser(IamUser sponsor, String name) implements Principal {
    @Override
    public String arn() {
      return "arn:" + sponsor.arn().split(":", 3)[1] + ":sts::" + account() + ":federated-user/" + name;
    }

    @Override
    public String account() {
      return sponsor.account();
    }

    @Override
    public String userId() {
      return account() + ":" + name;
    }

    @Override
    public String principalArn() {
      return arn();
    }

    @Override
    public String type() {
      return "FederatedUser";
    }

    @Override
    public List<PolicyDocument> policies() {
      return sponsor.policies();
    }

    @Override
    public Map<String, String> tags() {
      return Map.of();
    }
  }
}
