package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

/** Something that serves the same answer on a TCP port and on a unix socket. */
interface Server {
  InetSocketAddress tcp();

  UnixDomainSocketAddress socket();

  Program program();
}
