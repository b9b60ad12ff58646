package io.credentialbroker.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Takes more and more of those who wait at a listening socket in a round of the event loop, for as long as there are more.
 * Netty means to take several; but it takes the descriptor of the first for a number of bytes that was less than asked for,
 * and leaves it at one. While many connections are busy a round takes milliseconds, and a program that has just connected
 * would wait that long for each who came before it: seconds, behind some hundreds.
 */
final class Accepting extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Setting one up costs as much as some five requests of others, so these are milliseconds. */
  private static final int MOST = 64;
  /** To find that nobody is left is a call of the kernel for nothing, which is not to come with every newcomer. */
  private static final int FULL_ROUNDS = 4;

  @Override
  @SuppressWarnings("deprecation") // Netty has no other way to an allocator of one's own
  public Handle newHandle() {
    return new MaxMessageHandle() {
      private int room = 1;
      private int left;
      private int full;

      @Override
      public void reset(ChannelConfig config) {
        super.reset(config);
        left = config.isAutoRead() ? room : 0;
      }

      @Override
      public boolean continueReading() {
        if (--left > 0) {
          return true;
        }
        if (++full >= FULL_ROUNDS) {
          room = Math.min(2 * room, MOST);
        }
        return false;
      }

      @Override
      public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return continueReading();
      }

      @Override
      public void readComplete() {
        super.readComplete();
        if (left > 0) { // nobody was left
          room = 1;
          full = 0;
        }
      }

      @Override
      public int guess() {
        return 0; // nobody reads from a listening socket
      }

      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return allocator.ioBuffer(0);
      }
    };
  }
}
