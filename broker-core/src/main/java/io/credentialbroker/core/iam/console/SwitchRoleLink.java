package io.credentialbroker.core.iam.console;

import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.iam.RoleArn;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The link with which somebody who is signed in to the console switches to a role, or why there can be none (IAM
 * User Guide, "Grant a user permissions to switch roles").
 */
public sealed interface SwitchRoleLink {
  /** The console takes no longer path and name together, although IAM does. */
  int LONGEST_PATH_AND_NAME = 64;

  record Link(URI uri) implements SwitchRoleLink {}

  /**
   * @param reason why not, one sentence
   * @param remedy what to do in its place, one sentence
   */
  record NotPossible(String reason, String remedy) implements SwitchRoleLink {}

  /**
   * What the link is made of.
   *
   * @param displayName how the console shows the role, up to 64 characters; the console makes one when absent
   * @param color six hexadecimal digits, with or without a {@code #} before them
   * @param needsExternalId whether the profile has an external id, which the console cannot give
   * @param callerArn who would switch, where it is known
   */
  record Request(RoleArn role, @Nullable String displayName, @Nullable String color, boolean needsExternalId,
      @Nullable String callerArn) {

    private static final int LONGEST_DISPLAY_NAME = 64;
    private static final Pattern COLOR = Pattern.compile("#?[0-9A-Fa-f]{6}");

    public Request {
      if (displayName != null && (displayName.isBlank() || displayName.length() > LONGEST_DISPLAY_NAME)) {
        throw new IllegalArgumentException("a display name has 1 to " + LONGEST_DISPLAY_NAME + " characters");
      }
      if (color != null && !COLOR.matcher(color).matches()) {
        throw new IllegalArgumentException(
            "'" + color + "' is no colour; one has six hexadecimal digits: 99BCE3");
      }
    }

    /** A link to a role with nothing beside it. */
    public static Request to(RoleArn role) {
      return new Request(role, null, null, false, null);
    }
  }

  /** The link for this request, or why there is none. */
  static SwitchRoleLink of(Request request) {
    RoleArn role = request.role();
    Optional<AwsPartition> partition = AwsPartition.of(role.partition());
    if (partition.isEmpty()) {
      return new NotPossible("The console of the partition '" + role.partition() + "' is not known.",
          "Sign in to it, and switch roles there by hand.");
    }
    return whyNot(request).<SwitchRoleLink>map(no -> no)
        .orElseGet(() -> new Link(link(partition.get(), request)));
  }

  private static Optional<NotPossible> whyNot(Request request) {
    RoleArn role = request.role();
    if (request.needsExternalId()) {
      return Optional
          .of(new NotPossible("The role needs an external id, and the console has no place to give one.",
              "Use 'broker console' without --switch-role, which signs in with the role's session."));
    }
    if (role.pathAndName().length() > LONGEST_PATH_AND_NAME) {
      return Optional.of(new NotPossible("Path and name of the role have " + role.pathAndName().length()
          + " characters together, and the console takes " + LONGEST_PATH_AND_NAME + ".",
          "Use 'broker console' without --switch-role, or a role with a shorter path."));
    }
    Arn caller = request.callerArn() == null ? null : Arn.parse(request.callerArn()).orElse(null);
    if (caller != null && caller.resource().equals("root")) {
      return Optional.of(new NotPossible("The root user of an account cannot switch roles.",
          "Sign in as an IAM user or through IAM Identity Center."));
    }
    if (caller != null && !caller.partition().equals(role.partition())) {
      return Optional
          .of(new NotPossible("The caller is of partition '" + caller.partition() + "', the role of '"
              + role.partition() + "'.", "Use an identity of the role's own partition."));
    }
    return Optional.empty();
  }

  private static URI link(AwsPartition partition, Request request) {
    var query = new Query().add("account", request.role().accountId()).add("roleName",
        request.role().pathAndName());
    if (request.displayName() != null) {
      query.add("displayName", request.displayName());
    }
    if (request.color() != null) {
      query.add("color", request.color().replace("#", ""));
    }
    // The documents write the slash between path and name as it is.
    return URI
        .create("https://" + partition.signInHost() + "/switchrole?" + query.toString().replace("%2F", "/"));
  }
}
