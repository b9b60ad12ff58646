package io.credentialbroker.sandbox.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task or pod with a role, as a container endpoint serves it.
 *
 * @param id the last part of the path
 * @param token what {@code Authorization} must be; null where none is asked for, as on ECS
 * @param roleArn the task's role
 * @param lifetime of the credentials; they change when half of it has gone by
 */
public record ContainerTask(String id, @Nullable String token, String roleArn, Duration lifetime) {
  /** A task with credentials of six hours. */
  public static ContainerTask of(String id, @Nullable String token, String roleArn) {
    return new ContainerTask(id, token, roleArn, Duration.ofHours(6));
  }

  @Override
  public String toString() {
    return "ContainerTask[" + id + ", " + roleArn + "]";
  }
}
