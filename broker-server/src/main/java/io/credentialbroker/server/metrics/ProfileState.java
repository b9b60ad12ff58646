package io.credentialbroker.server.metrics;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.session.SessionStatus;
import org.jspecify.annotations.Nullable;

/** The states of a profile, as {@code broker status} has them. */
enum ProfileState {
  IDLE,
  FETCHING,
  FRESH,
  STALE,
  FAILED,
  MFA_NEEDED,
  SIGN_IN_NEEDED,
  BROKEN,
  /** Says nothing of credentials; not told. */
  SILENT;

  static ProfileState of(ProfileCatalog.Entry entry, @Nullable SessionStatus status) {
    return switch (entry) {
      case ProfileCatalog.Broken _ -> BROKEN;
      case ProfileCatalog.WithoutCredentials _ -> SILENT;
      case ProfileCatalog.Servable _ -> status == null ? IDLE : switch (status.state()) {
        case IDLE -> IDLE;
        case FETCHING -> FETCHING;
        case FRESH -> FRESH;
        case STALE -> STALE;
        case FAILED -> FAILED;
        case MFA_NEEDED -> MFA_NEEDED;
        case SIGN_IN_NEEDED -> SIGN_IN_NEEDED;
      };
    };
  }
}
