package io.credentialbroker.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTest {
  @TempDir
  Path folder;

  @BeforeEach
  void natives() {
    assumeTrue(Epoll.isAvailable(), "Netty's epoll natives are needed to receive datagrams");
  }

  @Test
  void ready_socketAtPath_receivesOneDatagram() throws Exception {
    String path = folder.resolve("notify").toString();
    assertThat(received(path, path, Notify::ready)).isEqualTo("READY=1");
  }

  @Test
  void stopping_abstractSocket_receivesOneDatagram() throws Exception {
    String name = "brokerd-test-" + ProcessHandle.current().pid();
    assertThat(received("\0" + name, "@" + name, Notify::stopping)).isEqualTo("STOPPING=1");
  }

  @Test
  void ready_withoutSocket_sendsNothing() {
    assertThatCode(() -> new Notify(null).ready()).doesNotThrowAnyException();
    assertThatCode(() -> new Notify("").ready()).doesNotThrowAnyException();
  }

  @Test
  void ready_socketThatIsGone_stopsNothing() {
    assertThatCode(() -> new Notify(folder.resolve("gone").toString()).ready()).doesNotThrowAnyException();
  }

  private static String received(String bound, String variable, java.util.function.Consumer<Notify> tell)
      throws Exception {
    var socket = Socket.newSocketDomainDgram();
    try {
      socket.bind(new DomainSocketAddress(bound));
      tell.accept(new Notify(variable));
      var buffer = ByteBuffer.allocateDirect(64);
      var from = socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
      var text = new byte[from.receivedAmount()];
      buffer.get(0, text);
      return new String(text, StandardCharsets.UTF_8);
    } finally {
      socket.close();
    }
  }
}
