package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.profile.ProfileName;
import java.util.List;
import java.util.function.Function;

/** A protocol that brings tokens and paths of its own, for one profile. Steps 7 and 8 of the gate are its affair. */
public interface OwnTokenProtocol {
  /** Who its callers are in logs and metrics. */
  String client();

  /**
   * Looks at path and token, in this order. Called on the event loop.
   *
   * @param method {@code GET}, {@code HEAD} or {@code PUT}
   * @param target as it was sent
   * @param header all values of a header, none where it is absent
   */
  Reply reply(String method, String target, Function<String, List<String>> header);

  /** What becomes of a request. */
  sealed interface Reply {
    /** It is answered. */
    record Sent(Answer answer) implements Reply {}

    /** It is refused. */
    record Refused(Refusal refusal) implements Reply {}

    /** Its caller may have this profile, if there is a session; credentials are written by {@code protocol}. */
    record Admits(ProfileName profile, Protocol protocol) implements Reply {}
  }
}
