package io.credentialbroker.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Takes several of those who wait at a listening socket in each round of the event loop. Netty means to; but it takes the
 * descriptor of the first for a number of bytes that was less than asked for, and leaves it at one. While many
 * connections are busy a round takes milliseconds, and a program that has just connected would wait that long for each
 * who came before it: seconds, behind some hundreds.
 */
final class Accepting extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Netty means to take 16. Setting one up costs as much as some five requests of others, so these are milliseconds. */
  private static final int AT_ONCE = 64;

  @Override
  @SuppressWarnings("deprecation") // Netty has no other way to an allocator of one's own
  public Handle newHandle() {
    return new MaxMessageHandle() {
      private int left;

      @Override
      public void reset(ChannelConfig config) {
        super.reset(config);
        left = config.isAutoRead() ? AT_ONCE : 0;
      }

      @Override
      public boolean continueReading() {
        return --left > 0;
      }

      @Override
      public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return continueReading();
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
