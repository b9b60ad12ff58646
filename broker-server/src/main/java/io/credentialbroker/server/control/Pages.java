package io.credentialbroker.server.control;

import io.credentialbroker.server.control.Routes.Route;
import java.util.List;

/**
 * Some of what a command may ask on {@code control.sock}, with the parts that answer it and no others. The
 * table in {@code docs/control-api.md} is all of them together.
 */
public sealed interface Pages
    permits StatusPage, ProfilePages, EnvironmentPages, ConsolePages, MfaPages, TokenPages, LockPages,
    ReloadPage, AuditPage {
  /** Method, path and who answers, in the order of the table. */
  List<Route> routes();
}
