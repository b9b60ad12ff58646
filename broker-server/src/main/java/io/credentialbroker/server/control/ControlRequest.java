package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request whose form is in order.
 *
 * @param target the path as it was sent
 * @param body empty where none was sent; may hold a secret
 * @param keepAlive whether the connection is wanted afterwards
 */
record ControlRequest(String method, String target, ObjectNode body, boolean keepAlive) {
  @Override
  public String toString() {
    return method + ' ' + target;
  }
}
