package io.credentialbroker.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of directories on the ways to some files, with symbolic links followed: whoever changes what is read under
 * a file's name changes one of them.
 *
 * @param ends those that are written or exchanged as a rule: the files themselves, symbolic links, and where a way
 *     breaks off the first that is not there
 * @param between directories on the way, which somebody may put another in the place of
 */
record Ways(Set<Path> ends, Set<Path> between) {
  /** More than Linux follows (40, path_resolution(7)). */
  private static final int MOST_LINKS = 41;

  Ways {
    ends = Set.copyOf(ends);
    between = Set.copyOf(between);
  }

  static Ways to(List<Path> files) {
    var walk = new Walk();
    files.forEach(walk::to);
    return new Ways(walk.ends, walk.between);
  }

  private static final class Walk {
    final Set<Path> ends = new LinkedHashSet<>();
    final Set<Path> between = new LinkedHashSet<>();

    void to(Path file) {
      Path absolute = file.toAbsolutePath();
      Deque<Path> left = new ArrayDeque<>();
      before(left, absolute);
      Path at = absolute.getRoot();
      for (int links = 0; at != null && links < MOST_LINKS && !left.isEmpty();) {
        // What was walked has no links in it, so that "." and ".." mean what they say.
        Path entry = at.resolve(left.pop()).normalize();
        BasicFileAttributes found = look(entry);
        if (found != null && found.isSymbolicLink()) {
          ends.add(entry);
          links++;
          Path target = target(entry);
          before(left, target);
          at = target.isAbsolute() ? target.getRoot() : at;
        } else if (found != null && found.isDirectory() && !left.isEmpty()) {
          between.add(entry);
          at = entry;
        } else {
          ends.add(entry);
          at = null;
        }
      }
    }

    private static void before(Deque<Path> left, Path names) {
      for (int name = names.getNameCount() - 1; name >= 0; name--) {
        left.push(names.getName(name));
      }
    }

    private static @Nullable BasicFileAttributes look(Path entry) {
      try {
        return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (IOException _) {
        return null;
      }
    }

    /** Of a link that has gone meanwhile, itself: it is then not there, and the way ends. */
    private static Path target(Path link) {
      try {
        return Files.readSymbolicLink(link);
      } catch (IOException _) {
        return link;
      }
    }
  }
}
