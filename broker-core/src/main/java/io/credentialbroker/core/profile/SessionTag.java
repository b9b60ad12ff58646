package io.credentialbroker.core.profile;

import java.util.Comparator;
import java.util.List;

/**
 * A session tag, which becomes {@code aws:PrincipalTag/KEY}.
 *
 * @param key 1 to 128 characters, the same key only once in whatever case
 * @param value at most 256 characters
 */
public record SessionTag(String key, String value) {
  /** By key: the order in which tags are written means nothing, so it must not change a session key. */
  static List<SessionTag> inOrder(List<SessionTag> tags) {
    return tags.stream().sorted(Comparator.comparing(SessionTag::key)).toList();
  }
}
