package io.credentialbroker.server.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The transport of one test, of the flavour it asks for, closed when the test is over. */
final class OpenTransport implements AfterEachCallback {
  private @Nullable Transport transport;

  /** Skips the test where the machine has no such flavour. */
  Transport of(String flavour) throws IOException {
    Flavour wanted = flavour.equals("nio") ? new NioFlavour() : Flavour.best();
    assumeTrue(wanted.name().equals(flavour), "no " + flavour + " on this machine");
    Transport opened = Transport.open(wanted);
    transport = opened;
    return opened;
  }

  Transport best() throws IOException {
    return of(Flavour.best().name());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (transport != null) {
      transport.close();
    }
  }
}
