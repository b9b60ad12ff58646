package io.credentialbroker.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A packet filter (socket(7), {@code SO_ATTACH_FILTER}) that drops every {@code SYN} which is sent to a listening
 * TCP socket. Nobody new gets in, and who is in is not touched. A client whose {@code SYN} was dropped sends it
 * again after a second: to a successor, or to be refused.
 */
final class NoNewcomers {
  private static final int POINTER = 16;
  private static final RawUnixChannelOption ATTACH = new RawUnixChannelOption("SO_ATTACH_FILTER", 1, 26,
      POINTER);

  /** The byte of a TCP header that has the flags, and the flag that asks for a connection (RFC 9293). */
  private static final int FLAGS = 13;
  private static final int SYN = 0x02;

  /** The size of {@code struct sock_filter}, and what its codes are made of (linux/filter.h). */
  private static final int INSTRUCTION = 8;
  private static final short LOAD_BYTE = 0x30;
  private static final short JUMP_UNLESS_SET = 0x45;
  private static final short RETURN = 0x06;

  private NoNewcomers() {}

  /** Attaches it; throws {@link io.netty.channel.ChannelException} where the kernel does not take it. */
  static void filter(Channel listening) {
    ByteBuffer program = ByteBuffer.allocateDirect(4 * INSTRUCTION).order(ByteOrder.nativeOrder());
    instruct(program, LOAD_BYTE, 0, FLAGS);
    instruct(program, JUMP_UNLESS_SET, 1, SYN);
    instruct(program, RETURN, 0, 0); // keep nothing of the packet
    instruct(program, RETURN, 0, -1); // keep all of it
    ByteBuffer pointer = ByteBuffer.allocateDirect(POINTER).order(ByteOrder.nativeOrder())
        .putShort(0, (short) (program.capacity() / INSTRUCTION))
        .putLong(POINTER - Long.BYTES, MemorySegment.ofBuffer(program.rewind()).address());
    listening.config().setOption(ATTACH, pointer);
    Reference.reachabilityFence(program); // the kernel has its copy only now
  }

  private static void instruct(ByteBuffer program, short code, int jumpIfFalse, int operand) {
    program.putShort(code).put((byte) 0).put((byte) jumpIfFalse).putInt(operand);
  }
}
