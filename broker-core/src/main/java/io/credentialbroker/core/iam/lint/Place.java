package io.credentialbroker.core.iam.lint;

/**
 * Where in a file something stands.
 *
 * @param pointer JSON pointer (RFC 6901); empty for the whole document
 * @param line counted from 1
 * @param column counted from 1, in UTF-16 code units
 */
public record Place(String pointer, int line, int column) {

  /** The file as a whole. */
  static final Place START = new Place("", 1, 1);

  /** The pointer to a part of what stands here. */
  String pointerTo(String name) {
    return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
  }
}
