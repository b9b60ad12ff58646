package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.Arn;

/** Whom a person means by an account id or by an ARN as {@code GetCallerIdentity} prints it. */
public final class NamedPrincipal {
  private static final String ASSUMED = "assumed-role/";
  private static final String PERMISSION_SET = "AWSReservedSSO_";

  private NamedPrincipal() {}

  /**
   * The party. A session is named by its role; a role of a permission set by the permission set.
   *
   * @param text twelve digits, or the ARN of an account's root, a user, a role or an assumed-role session
   * @param partition of an account that is given by its number
   * @throws IllegalArgumentException when it is none of these
   */
  public static TrustedParty of(String text, String partition) {
    if (Arn.isAccountId(text)) {
      return new TrustedParty.Account(partition, text);
    }
    Arn arn = Arn.parse(text).orElseThrow(() -> new UnfitException(
        "'" + text + "' is neither an account id of twelve digits nor the ARN of a user, a role or a session",
        "write 123456789012, or an ARN such as arn:aws:iam::123456789012:user/alice"));
    boolean session = arn.service().equals("sts") && arn.resource().startsWith(ASSUMED);
    if (arn.service().equals("iam") && arn.resource().equals("root")) {
      return new TrustedParty.Account(arn.partition(), arn.account());
    }
    String role = session ? roleOfSession(arn) : lastName(arn);
    if (role.startsWith(PERMISSION_SET) && (session || arn.resource().startsWith("role/"))) {
      return new TrustedParty.PermissionSet(arn.partition(), arn.account(), role);
    }
    return new TrustedParty.Identity(
        session ? "arn:" + arn.partition() + ":iam::" + arn.account() + ":role/" + role : text);
  }

  /** Whether the text is the ARN of a session, which does not tell its role's path. */
  public static boolean isSession(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("sts") && arn.resource().startsWith(ASSUMED)).isPresent();
  }

  private static String roleOfSession(Arn arn) {
    String rest = arn.resource().substring(ASSUMED.length());
    return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
  }

  private static String lastName(Arn arn) {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }
}
