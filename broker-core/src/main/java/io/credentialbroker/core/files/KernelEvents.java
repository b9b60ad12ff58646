package io.credentialbroker.core.files;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Linux tells of directories by inotify(7). A thread waits for it, and nothing runs while nothing happens. */
public final class KernelEvents implements EntryEvents {
  private static final Logger LOG = LoggerFactory.getLogger(KernelEvents.class);

  /** File systems whose files change without a call to this kernel: others write them, or it makes them up itself. */
  private static final Set<String> SILENT = Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs",
      "vboxsf", "afs", "ceph", "lustre", "gfs2", "ocfs2", "fakeowner", "proc", "sysfs");
  private static final String IN_USER_SPACE = "fuse";

  private static final WatchEvent.Kind<?>[] NAMES = { ENTRY_CREATE, ENTRY_DELETE};
  private static final WatchEvent.Kind<?>[] WRITES = { ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY};

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private final WatchService service;
  private final Path mounts;
  private final Map<Path, Directory> directories = new HashMap<>();
  private final List<Reader> readers = new ArrayList<>();

  private KernelEvents(WatchService service, Path mounts) {
    this.service = service;
    this.mounts = mounts;
  }

  /**
   * Begins to listen.
   *
   * @param blocking has a thread for as long as it listens
   * @return {@link EntryEvents#NONE} on other systems, where Java itself looks at the files from time to time, and
   *     where the user has used up what the kernel gives (fs.inotify.max_user_instances)
   */
  public static EntryEvents open(Executor blocking) {
    return open(blocking, MOUNTS);
  }

  static EntryEvents open(Executor blocking, Path mounts) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return NONE;
    }
    try {
      var events = new KernelEvents(FileSystems.getDefault().newWatchService(), mounts);
      blocking.execute(events::listen);
      return events;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("no events of files: {}", e.toString());
      return NONE;
    }
  }

  @Override
  public Subscription subscribe(Runnable changed) {
    return new Reader(changed);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.debug("closing the events of files: {}", e.toString());
    }
  }

  private void listen() {
    try {
      while (true) {
        WatchKey key = service.take();
        concerned(key).forEach(reader -> reader.changed.run());
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // The end.
    }
  }

  private synchronized List<Reader> concerned(WatchKey key) {
    var changed = new HashSet<Path>();
    boolean doubt = false;
    for (var event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        pathsOf(key).forEach(directory -> changed.add(directory.resolve(name)));
      } else {
        doubt = true;
      }
    }
    if (!key.reset()) {
      // The directory has gone: what is at its place now is found by the next look.
      directories.values().removeIf(directory -> directory.key.equals(key));
      doubt = true;
    }
    boolean all = doubt;
    return readers.stream().filter(reader -> all || reader.isConcernedBy(changed)).toList();
  }

  private Stream<Path> pathsOf(WatchKey key) {
    // One directory may be reached by two paths, and then has one key.
    return directories.entrySet().stream().filter(entry -> entry.getValue().key.equals(key))
        .map(Map.Entry::getKey);
  }

  private synchronized boolean tell(Reader reader, Ways ways) {
    reader.ways = ways;
    if (!readers.contains(reader)) {
      readers.add(reader);
    }
    arrange();
    return ways.ends().stream().map(Path::getParent).map(directories::get)
        .allMatch(directory -> directory != null && directory.complete) && !isMounted(ways);
  }

  /** What is written in a file that is mounted by itself happens in another directory: that of the file below it. */
  private boolean isMounted(Ways ways) {
    try {
      return MountPoints.in(mounts).stream().anyMatch(ways.ends()::contains);
    } catch (IOException e) {
      LOG.debug("what is mounted cannot be told: {}", e.toString());
      return true;
    }
  }

  private synchronized void end(Reader reader) {
    readers.remove(reader);
    arrange();
  }

  /** Listens to all that some reader wants, and to nothing else. */
  private void arrange() {
    var wanted = new HashMap<Path, Boolean>();
    // In a directory above only names matter: what is written there is nobody's concern, and may be much.
    readers.forEach(reader -> reader.ways.between().forEach(entry -> wanted.put(entry.getParent(), false)));
    readers.forEach(reader -> reader.ways.ends().forEach(entry -> wanted.put(entry.getParent(), true)));
    wanted.remove(null);
    var gone = new HashMap<>(directories);
    directories.keySet().retainAll(wanted.keySet());
    wanted.forEach(this::listenTo);
    var kept = directories.values().stream().map(Directory::key).collect(Collectors.toSet());
    gone.values().stream().map(Directory::key).filter(key -> !kept.contains(key)).forEach(WatchKey::cancel);
  }

  private void listenTo(Path path, boolean writes) {
    try {
      Object identity = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      Directory known = directories.get(path);
      if (known == null || !known.is(identity, writes)) {
        WatchKey key = path.register(service, writes ? WRITES : NAMES);
        directories.put(path, new Directory(identity, writes, key, tellsAll(path)));
      }
    } catch (IOException | ClosedWatchServiceException e) {
      LOG.debug("no events of {}: {}", path, e.toString());
      directories.remove(path);
    }
  }

  private static boolean tellsAll(Path path) throws IOException {
    String type = Files.getFileStore(path).type();
    return !SILENT.contains(type) && !type.startsWith(IN_USER_SPACE);
  }

  private final class Reader implements Subscription {
    final Runnable changed;
    Ways ways = Ways.to(List.of());

    Reader(Runnable changed) {
      this.changed = changed;
    }

    boolean isConcernedBy(Set<Path> entries) {
      return entries.stream()
          .anyMatch(entry -> ways.ends().contains(entry) || ways.between().contains(entry));
    }

    @Override
    public boolean to(List<Path> files) {
      return tell(this, Ways.to(files));
    }

    @Override
    public void close() {
      end(this);
    }
  }

  /**
   * A directory that is listened to.
   *
   * @param identity tells it from another that is put in its place
   * @param writes whether it is listened to what is written in its files, too
   * @param complete whether the kernel tells of all that happens in it
   */
  private record Directory(Object identity, boolean writes, WatchKey key, boolean complete) {
    boolean is(Object other, boolean withWrites) {
      return key.isValid() && identity.equals(other) && writes == withWrites;
    }
  }
}
