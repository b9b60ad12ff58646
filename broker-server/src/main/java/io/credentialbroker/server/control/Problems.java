package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.profile.ProfileProblem;

/** A problem as JSON. */
final class Problems {
  private Problems() {}

  static ObjectNode json(ProfileProblem problem) {
    var body = Answer.object();
    if (problem.file() != null) {
      body.put("file", problem.file());
    }
    if (problem.profile() != null) {
      body.put("profile", problem.profile());
    }
    if (problem.key() != null) {
      body.put("key", problem.key());
    }
    return body.put("message", problem.message()).put("remedy", problem.remedy());
  }
}
