package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** What an error at binding means, and what to do about it. */
final class BindFailures {
  /** Linux, negative as Netty keeps them; the words of strerror depend on the locale. */
  private static final int IN_USE = -98;
  private static final int NOT_PERMITTED = -13;

  private static final String KEYS = "tcp of [listen], or listen of [[imds]] or [ops]";

  private BindFailures() {}

  static ListenException explain(String name, @Nullable Throwable cause) {
    if (isInUse(cause)) {
      return new ListenException(Reason.IN_USE, "Something listens on " + name + " already.",
          "See what it is with 'ss -ltnp', or name another address in broker.toml: " + KEYS + '.');
    }
    if (cause instanceof NativeIoException error && error.expectedErr() == NOT_PERMITTED) {
      return new ListenException(Reason.REFUSED, "The system does not allow listening on " + name + '.',
          "Use a port over 1023, or a folder that you may write to.");
    }
    return new ListenException(Reason.NO_PLACE,
        "It is not possible to listen on " + name + " on this machine"
            + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ')') + '.',
        "Name an address of this machine in broker.toml: " + KEYS + '.');
  }

  private static boolean isInUse(@Nullable Throwable cause) {
    return switch (cause) {
      case NativeIoException error -> error.expectedErr() == IN_USE;
      case BindException error -> String.valueOf(error.getMessage()).contains("in use");
      case null, default -> false;
    };
  }
}
