package io.credentialbroker.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Runs something when a signal arrives. The JDK has no supported API for this; {@code sun.misc.Signal} of
 * {@code jdk.unsupported} is what there is, and is reached by reflection because javac warns of it in a way
 * that cannot be switched off for one class.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs {@code action} on a thread of its own at each signal.
   *
   * @param name without {@code SIG}, e.g. {@code HUP}
   * @return false where the platform has no such signal, or keeps it for itself
   */
  static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run = (proxy, method, arguments) -> switch (method.getName()) {
        case "handle" -> {
          action.run();
          yield null;
        }
        case "hashCode" -> System.identityHashCode(proxy);
        case "equals" -> proxy == arguments[0];
        default -> "handler of SIG" + name;
      };
      var proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[]{ handler}, run);
      signal.getMethod("handle", signal, handler).invoke(null,
          signal.getConstructor(String.class).newInstance(name),
          proxy);
      return true;
    } catch (ReflectiveOperationException _) {
      return false;
    }
  }
}
