package io.credentialbroker.core.iam.lint;

import static io.credentialbroker.core.iam.lint.Severity.ERROR;
import static io.credentialbroker.core.iam.lint.Severity.WARNING;

import java.util.Locale;

/**
 * All rules of the linter. Their ids are stable: scripts and suppressions may name them. The sources are the IAM
 * User Guide (elements, grammar, roles for OpenID Connect and SAML, quotas), IAM Access Analyzer's policy checks
 * and the Amazon Cognito guide.
 */
public enum Rule {
  // Reading the file. With one of these there is nothing else to say about it.
  INPUT_TOO_LARGE(ERROR, //
      "The file is larger than any policy can be.", //
      "Give the file that holds the policy alone."), //
  INPUT_BYTE_ORDER_MARK(ERROR, //
      "The file begins with a byte-order mark.", //
      "Save it as UTF-8 without one."), //
  INPUT_EMPTY(ERROR, //
      "Nothing came in.", //
      "Give a file with a policy in it; in a pipe, see whether the command before it failed."), //
  INPUT_NOT_UTF8(ERROR, //
      "The file is not UTF-8.", //
      "Save it as UTF-8."), //
  INPUT_TOO_DEEP(ERROR, //
      "Objects and lists lie deeper in each other than in any policy.", //
      "Give the file that holds the policy alone; a policy needs six levels."), //
  INPUT_NOT_JSON(ERROR, //
      "The file is not JSON.", //
      "Mend it where the position points; JSON has no comments and no comma after the last item."), //
  DOCUMENT_NOT_OBJECT(ERROR, //
      "The document is JSON, but no object.", //
      "A policy is {\"Version\": …, \"Statement\": […]}; check each policy in a file of its own."), //

  // The language.
  DUPLICATE_KEY(ERROR, //
      "An object has a key twice; only one of the two would count.", //
      "Join both into one, with a list of values where there are several."), //
  DUPLICATE_CONDITION_KEY(ERROR, //
      "A condition key stands twice under one operator, in different case.", //
      "Join both: condition keys do not depend on case."), //
  UNKNOWN_ELEMENT(ERROR, //
      "An element is none of the policy language.", //
      "Correct its name, or remove it."), //
  WRONG_TYPE(ERROR, //
      "A value has another JSON type than its element takes.", //
      "Write it as the message says."), //
  VERSION_MISSING(WARNING, //
      "Without Version the language of 2008 applies, where variables are plain text.", //
      "Add \"Version\": \"2012-10-17\"."), //
  VERSION_OLD(WARNING, //
      "Version 2008-10-17 has no policy variables.", //
      "Use \"2012-10-17\"."), //
  VERSION_UNKNOWN(ERROR, //
      "Version is none of the two that exist.", //
      "Use \"2012-10-17\"."), //
  STATEMENT_MISSING(ERROR, //
      "There is no statement.", //
      "Add \"Statement\" with at least one statement."), //
  SID_INVALID(ERROR, //
      "A Sid has characters other than letters and digits.", //
      "Use A-Z, a-z and 0-9 only."), //
  SID_DUPLICATE(ERROR, //
      "Two statements have the same Sid.", //
      "Give each its own, or leave them out."), //
  EFFECT_MISSING(ERROR, //
      "A statement has no Effect.", //
      "Add \"Effect\": \"Allow\" or \"Deny\"."), //
  EFFECT_INVALID(ERROR, //
      "Effect is neither Allow nor Deny.", //
      "Write \"Allow\" or \"Deny\", in this case."), //
  ACTION_MISSING(ERROR, //
      "A statement has no Action.", //
      "Add the action, e.g. \"sts:AssumeRole\"."), //
  ACTION_MALFORMED(ERROR, //
      "An action is not of the form service:Action.", //
      "Write e.g. \"sts:AssumeRole\"."), //
  ELEMENT_CONFLICT(ERROR, //
      "An element and its negation stand in one statement.", //
      "Keep one of the two."), //
  SIZE_OVER_MAXIMUM(ERROR, //
      "The policy is larger than any quota allows.", //
      "Split it, or shorten lists with a condition such as aws:PrincipalOrgID."), //
  SIZE_OVER_DEFAULT(WARNING, //
      "The policy is larger than the default quota.", //
      "Shorten it, or have the quota raised (trust policies) or split it (managed policies)."), //

  // Conditions.
  CONDITION_OPERATOR_UNKNOWN(ERROR, //
      "A condition operator does not exist.", //
      "Use one of the policy language's operators, e.g. StringEquals or StringLike."), //
  CONDITION_OPERATOR_CASE(WARNING, //
      "A condition operator is written in another case than AWS documents.", //
      "Write it as documented: tools compare it exactly."), //
  CONDITION_KEY_MALFORMED(ERROR, //
      "A condition key is not of the form prefix:name.", //
      "Write it in full, e.g. \"sts:ExternalId\" or \"token.actions.githubusercontent.com:sub\"."), //
  CONDITION_KEY_UNKNOWN(WARNING, //
      "A condition key of STS is none that AWS documents.", //
      "Correct its name: a key that no request has never matches."), //
  CONDITION_KEY_OF_OTHER_PROVIDER(WARNING, //
      "A condition asks for a claim of a provider that the statement does not trust.", //
      "Begin the key with the address of the trusted provider: the condition cannot match."), //
  CONDITION_VALUE_INVALID(ERROR, //
      "A condition value is not of the kind its operator compares.", //
      "Write true or false for Bool and Null, a number for Numeric…, a date for Date…."), //
  CONDITION_EMPTY(WARNING, //
      "A condition has no values, so it never matches.", //
      "Add a value, or remove the condition."), //
  CONDITION_FOR_ALL_VALUES(WARNING, //
      "ForAllValues is also true when the request has no such key.", //
      "Use the operator without a qualifier for a key with one value, else ForAnyValue."), //
  CONDITION_IF_EXISTS(WARNING, //
      "IfExists lets a request pass that does not have the key.", //
      "Leave IfExists away where the condition says who is let in."), //
  CONDITION_WILDCARD_IN_EQUALS(WARNING, //
      "A wildcard in an Equals operator is a plain character.", //
      "Use StringLike (or ArnLike) for patterns."), //
  EXTERNAL_ID_INVALID(WARNING, //
      "No external id can have this value, so the condition never matches.", //
      "Use 2 to 1224 letters, digits or any of _+=,.@:/-."), //

  // Who is trusted.
  PRINCIPAL_MISSING(ERROR, //
      "A statement of a trust policy has no Principal.", //
      "Add whom the role trusts."), //
  PRINCIPAL_MALFORMED(ERROR, //
      "A principal is no account, user, role, session, service or provider.", //
      "Write the full ARN, a twelve-digit account id or a service's name."), //
  PRINCIPAL_TYPE_UNKNOWN(ERROR, //
      "A principal has a type that trust policies do not take.", //
      "Use AWS, Service or Federated."), //
  PRINCIPAL_GROUP(ERROR, //
      "A group cannot be a principal.", //
      "Name its users, or the account with a condition."), //
  PRINCIPAL_PARTIAL_WILDCARD(ERROR, //
      "A wildcard stands for a part of a principal's name.", //
      "Name the principal in full, or trust its account with a condition on aws:PrincipalArn."), //
  PRINCIPAL_WILDCARD(ERROR, //
      "Everybody in every AWS account is trusted.", //
      "Name the principals."), //
  PRINCIPAL_WILDCARD_CONDITIONED(WARNING, //
      "Everybody is trusted, held back by a condition only.", //
      "Name the principals, and keep the condition."), //
  PRINCIPAL_ACCOUNT_UNCONDITIONED(WARNING, //
      "All of an account is trusted, and no condition says who of it.", //
      "Name one user or role, or add MFA, an external id or a condition on aws:PrincipalArn."), //
  NOT_PRINCIPAL(ERROR, //
      "NotPrincipal with Allow trusts everybody but a few.", //
      "Use Principal."), //
  NOT_PRINCIPAL_DENY(WARNING, //
      "NotPrincipal with Deny also hits sessions and roles that are not named.", //
      "Use Principal \"*\" and a condition ArnNotEquals on aws:PrincipalArn."), //
  FEDERATED_UNKNOWN(ERROR, //
      "A federated principal is no identity provider that IAM knows.", //
      "Use the ARN of an oidc-provider or saml-provider, or one of cognito-identity.amazonaws.com," //
          + " www.amazon.com, graph.facebook.com, accounts.google.com."), //
  SEVERAL_PROVIDERS(ERROR, //
      "A role trusts several web identity providers.", //
      "Make a role for each: who comes in must not depend on which provider was asked."), //
  SEVERAL_PARTITIONS(ERROR, //
      "ARNs of several partitions stand in one policy.", //
      "Write a policy for each partition: none reaches into another."), //
  RESOURCE_IN_TRUST_POLICY(ERROR, //
      "A trust policy has a Resource.", //
      "Remove it: the role it hangs on is meant."), //
  NOT_ACTION_IN_TRUST_POLICY(ERROR, //
      "A trust policy has NotAction.", //
      "Name the actions."), //
  ACTION_NOT_OF_STS(ERROR, //
      "A trust policy allows an action other than those that make a session.", //
      "Keep sts:AssumeRole…, sts:TagSession, sts:SetSourceIdentity and sts:SetContext."), //
  ACTION_WILDCARD(WARNING, //
      "An action of STS is given by a pattern.", //
      "Name the actions that are needed."), //
  ACTION_NOT_FOR_PRINCIPAL(ERROR, //
      "Action and principal do not belong together.", //
      "AWS principals and services take sts:AssumeRole, OpenID Connect providers" //
          + " sts:AssumeRoleWithWebIdentity, SAML providers sts:AssumeRoleWithSAML."), //
  MFA_IF_EXISTS(WARNING, //
      "BoolIfExists lets long-term keys in without MFA.", //
      "Use Bool for aws:MultiFactorAuthPresent."), //
  MFA_FEDERATED(WARNING, //
      "Federated calls have no aws:MultiFactorAuthPresent.", //
      "Ask the identity provider for MFA, and remove the condition: it never matches."), //

  // Identity providers.
  GITHUB_SUB_MISSING(ERROR, //
      "Every repository on GitHub is trusted: no condition on the subject.", //
      "Add StringLike token.actions.githubusercontent.com:sub" //
          + " \"repo:ORG/REPO:ref:refs/heads/BRANCH\"."), //
  GITHUB_SUB_WILDCARD(ERROR, //
      "The condition on GitHub's subject is wildcards only.", //
      "Name organisation and repository: \"repo:ORG/REPO:*\"."), //
  GITHUB_ORGANIZATION_WILDCARD(ERROR, //
      "The GitHub organisation has a wildcard, so others can fit it.", //
      "Name the organisation in full: \"repo:ORG/*\"."), //
  GITHUB_SUB_FORM(WARNING, //
      "The condition on GitHub's subject is not of its usual form.", //
      "Check that the repository really customises its subject; else write \"repo:ORG/REPO:…\"."), //
  HCP_TERRAFORM_SUB_MISSING(ERROR, //
      "Every organisation in HCP Terraform is trusted: no condition on the subject.", //
      "Add StringLike app.terraform.io:sub" //
          + " \"organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:*\"."), //
  HCP_TERRAFORM_SUB_WILDCARD(ERROR, //
      "The condition on HCP Terraform's subject is wildcards only.", //
      "Name the organisation: \"organization:ORG:project:…\"."), //
  HCP_TERRAFORM_ORGANIZATION_WILDCARD(ERROR, //
      "The HCP Terraform organisation has a wildcard, so others can fit it.", //
      "Name the organisation in full."), //
  HCP_TERRAFORM_SUB_FORM(WARNING, //
      "The condition on HCP Terraform's subject is not of its form.", //
      "Write \"organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:PHASE\"."), //
  SHARED_PROVIDER_CLAIM_MISSING(ERROR, //
      "A provider that many organisations share is trusted without the claim that tells them apart.", //
      "Add a condition on the key that the message names."), //
  COGNITO_AUD_MISSING(ERROR, //
      "Every Cognito identity pool of every account is trusted.", //
      "Add StringEquals cognito-identity.amazonaws.com:aud with the id of the identity pool."), //
  COGNITO_AMR_MISSING(WARNING, //
      "Guests of the identity pool may have the role as well as signed-in users.", //
      "Add ForAnyValue:StringLike cognito-identity.amazonaws.com:amr \"authenticated\" (or" //
          + " \"unauthenticated\")."), //
  APP_ID_MISSING(ERROR, //
      "Every app of the identity provider is trusted.", //
      "Add StringEquals on the key that the message names, with the id of your app."), //
  AUDIENCE_MISSING(WARNING, //
      "No condition on the audience: any that the provider has in IAM is taken.", //
      "Add StringEquals on the provider's :aud."), //
  SUBJECT_MISSING(WARNING, //
      "Every subject of the provider is trusted.", //
      "Add a condition on the provider's :sub."), //
  SAML_AUD_MISSING(WARNING, //
      "No condition on the audience of the SAML assertion.", //
      "Add StringEquals SAML:aud \"https://signin.aws.amazon.com/saml\"."), //

  // Identity policies.
  PRINCIPAL_IN_IDENTITY_POLICY(ERROR, //
      "An identity policy has a principal.", //
      "Remove it: who has the policy is meant. In the policy of a role's trust, remove Resource" //
          + " instead."), //
  RESOURCE_MISSING(ERROR, //
      "A statement has no Resource.", //
      "Add the ARNs of the roles."), //
  RESOURCE_MALFORMED(ERROR, //
      "A resource is neither an ARN nor \"*\".", //
      "Write the full ARN of the role."), //
  RESOURCE_WILDCARD(WARNING, //
      "Roles are given by a pattern, so more than meant can be assumed.", //
      "Name each role in full."), //
  RESOURCE_NOT_A_ROLE(WARNING, //
      "sts:AssumeRole is allowed on something that is no role.", //
      "Write arn:aws:iam::ACCOUNT:role/NAME."), //
  ALLOW_BY_EXCEPTION(WARNING, //
      "NotAction or NotResource with Allow allows all but a few.", //
      "Name what is allowed.");

  private final Severity severity;
  private final String summary;
  private final String remedy;

  Rule(Severity severity, String summary, String remedy) {
    this.severity = severity;
    this.summary = summary;
    this.remedy = remedy;
  }

  /** The name of the rule in reports, e.g. {@code github-sub-missing}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Severity severity() {
    return severity;
  }

  /** What is wrong when the rule fires, one sentence. */
  public String summary() {
    return summary;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }

  /** Whether the file could not be read as JSON at all. */
  boolean isAboutInput() {
    return name().startsWith("INPUT_");
  }
}
