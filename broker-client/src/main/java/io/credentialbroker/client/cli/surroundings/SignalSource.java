package io.credentialbroker.client.cli.surroundings;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Catches signals. {@code sun.misc.Signal} (module {@code jdk.unsupported}) is the one way the JDK offers; it is reached
 * by reflection because javac's warning of it cannot be switched off for one class.
 */
public final class SignalSource {
  private SignalSource() {}

  /**
   * Runs something at each signal of that name, instead of what the signal would do.
   *
   * @param name without {@code SIG}, e.g. {@code HUP}
   * @return false where the virtual machine keeps the signal for itself, or the platform has no such signal
   */
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  public static boolean on(String name, Runnable action) {
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
        default -> "handler of " + name;
      };
      signal.getMethod("handle", signal, handler).invoke(null,
          signal.getConstructor(String.class).newInstance(name),
          Proxy.newProxyInstance(SignalSource.class.getClassLoader(), new Class<?>[]{ handler}, run));
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
