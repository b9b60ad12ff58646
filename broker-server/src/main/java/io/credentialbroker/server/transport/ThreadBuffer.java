package io.credentialbroker.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * One piece of memory for each thread. A request is mostly dealt with, and an answer gone, before the event loop turns
 * to the next connection, so that one piece serves all of them; only while something still holds it is another
 * taken from the allocator.
 */
public final class ThreadBuffer {
  /** The pieces live as long as their threads, which a search for leaks would take for one. */
  private static final ByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

  private final int size;
  private final FastThreadLocal<ByteBuf> piece = new FastThreadLocal<>() {
    @Override
    protected ByteBuf initialValue() {
      return MEMORY.directBuffer(size, size);
    }

    @Override
    protected void onRemoval(ByteBuf value) {
      value.release();
    }
  };

  /** Of so many bytes. */
  public ThreadBuffer(int size) {
    this.size = size;
  }

  /**
   * An empty buffer with room for so many bytes.
   *
   * @param otherwise gives one when this thread's is in use or too small
   * @return a buffer with one reference, the caller's to give back
   */
  public ByteBuf take(int bytes, ByteBufAllocator otherwise) {
    ByteBuf own = piece.get();
    return bytes <= size && own.refCnt() == 1 ? own.retain().clear() : otherwise.ioBuffer(bytes);
  }

  /** Reads into such pieces, as many bytes at once as they have. */
  static RecvByteBufAllocator receiving(int bytes) {
    return new Receiving(bytes);
  }

  private static final class Receiving extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int bytes;
    private final ThreadBuffer buffer;

    Receiving(int bytes) {
      this.bytes = bytes;
      this.buffer = new ThreadBuffer(bytes);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty has no other way to an allocator of one's own
    public Handle newHandle() {
      return new MaxMessageHandle() {
        @Override
        public int guess() {
          return bytes;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
          return buffer.take(bytes, allocator);
        }
      };
    }
  }
}
