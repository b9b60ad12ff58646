package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.profile.ProfileName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of a profile as one path segment: percent-decoded exactly once, because a second decoding would
 * grant one name and look up another.
 */
final class ProfilePath {
  private ProfilePath() {}

  /** The name in {@code target} from {@code start} to its end; null when that is no segment (RFC 3986, pchar). */
  static @Nullable ProfileName decode(String target, int start) {
    for (int i = start; i < target.length(); i++) {
      if (!isUnreserved(target.charAt(i))) {
        return decodeSlowly(target, start);
      }
    }
    return named(target.substring(start));
  }

  private static @Nullable ProfileName decodeSlowly(String target, int start) {
    var utf8 = ByteBuffer.allocate(target.length() - start);
    for (int i = start; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '%') {
        if (i + 2 >= target.length() || !HexFormat.isHexDigit(target.charAt(i + 1))
            || !HexFormat.isHexDigit(target.charAt(i + 2))) {
          return null;
        }
        utf8.put((byte) HexFormat.fromHexDigits(target, i + 1, i + 3));
        i += 2;
      } else if (isUnreserved(c) || "!$&'()*+,;=:@".indexOf(c) >= 0) {
        utf8.put((byte) c);
      } else {
        return null;
      }
    }
    try {
      // A decoder of its own reports what String would replace: overlong forms, surrogates, cut sequences.
      return named(StandardCharsets.UTF_8.newDecoder().decode(utf8.flip()).toString());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static @Nullable ProfileName named(String name) {
    try {
      return new ProfileName(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~';
  }
}
