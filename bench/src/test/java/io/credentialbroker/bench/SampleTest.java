package io.credentialbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.bench.Sample.Frame;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final String PRINTED = """
      gate-1  1721\s
      \tffffffff82034554 tcp_v4_do_rcv ([kernel.kallsyms])
      \tffffffff81e314b0 __x64_sys_sendto ([kernel.kallsyms])
      \t          10aba4 __send (/usr/lib/x86_64-linux-gnu/libc.so.6)

      C2 CompilerThre  1700\s
      \t    7f91bcbee93d void io.netty.a.B$C.read(java.lang.Object, int[]) (/tmp/perf-1681.map)
      \t          a23840 JavaCalls::call_helper (/runtime/lib/server/libjvm.so (deleted))

      """;

  @Test
  void parse_whatPerfPrints_isThreadsAndFrames() {
    List<Sample> samples = Sample.parse(PRINTED.lines().toList());
    assertThat(samples).extracting(Sample::thread).containsExactly("gate-1", "C2 CompilerThre");
    assertThat(samples.getFirst().frames()).containsExactly(new Frame("tcp_v4_do_rcv", "[kernel.kallsyms]"),
        new Frame("__x64_sys_sendto", "[kernel.kallsyms]"),
        new Frame("__send", "/usr/lib/x86_64-linux-gnu/libc.so.6"));
    assertThat(samples.get(1).frames()).extracting(Frame::name)
        .containsExactly("io.netty.a.B$C.read", "JavaCalls::call_helper");
  }

  @Test
  void of_eachKindOfStack_isItsPart() {
    assertThat(Part.of(stack("gate-1", "kernel:tcp_ack", "kernel:__x64_sys_sendto"))).isEqualTo(Part.WRITE);
    assertThat(Part.of(stack("gate-1", "kernel:ep_poll", "kernel:__x64_sys_epoll_wait")))
        .isEqualTo(Part.POLL);
    assertThat(Part.of(stack("gate-1", "kernel:netlink_sendmsg", "kernel:__x64_sys_sendto")))
        .isEqualTo(Part.PEER);
    assertThat(Part.of(stack("gate-1", "kernel:vfs_writev", "kernel:do_writev"))).isEqualTo(Part.WRITE);
    assertThat(Part.of(stack("gate-1", "kernel:__fput", "kernel:task_work_run"))).isEqualTo(Part.CLOSE);
    assertThat(Part.of(stack("gate-1", "kernel:exc_page_fault"))).isEqualTo(Part.NO_CALL);
    assertThat(
        Part.of(stack("gate-1", "java.util.HashMap.get", "io.credentialbroker.server.audit.AuditLog.vended",
            "io.netty.channel.epoll.EpollIoHandler.run")))
        .isEqualTo(Part.AUDIT);
    assertThat(Part.of(stack("gate-1", "io.netty.a.B.c", "io.credentialbroker.server.pipeline.Repeat.read")))
        .isEqualTo(Part.NETTY);
    assertThat(Part.of(stack("gate-1", "io.credentialbroker.server.pipeline.Repeat.read", "io.netty.a.B.c")))
        .isEqualTo(Part.GATE);
    assertThat(Part.of(stack("audit", "kernel:vfs_write", "kernel:__x64_sys_write"))).isEqualTo(Part.AUDIT);
    assertThat(Part.of(stack("C2 CompilerThre", "Node::grow"))).isEqualTo(Part.COMPILER);
    assertThat(Part.ofReference(stack("nginx", "ngx_http_parse"))).isEqualTo(Part.OWN);
  }

  @Test
  void of_partsOfAStart_areToldApart() {
    assertThat(StartArea.of(stack("java", "a", "AOTLinkedClassBulkLoader::load", "JNI_CreateJavaVM")))
        .isEqualTo(StartArea.BULK);
    assertThat(StartArea.of(stack("java", "a", "JNI_CreateJavaVM"))).isEqualTo(StartArea.MACHINE);
    assertThat(StartArea.of(stack("java", "kernel:openat", "Interpreter", "invokeStaticMainWithArgs")))
        .isEqualTo(StartArea.KERNEL);
    assertThat(StartArea.of(stack("gate-1", "io.netty.a.B.c"))).isEqualTo(StartArea.WORK);
    assertThat(StartArea.of(stack("VM Thread", "a"))).isEqualTo(StartArea.COLLECTOR);
    assertThat(StartArea.of(stack("Training replay", "a"))).isEqualTo(StartArea.COMPILER);
  }

  @Test
  void svg_twoStacks_areBoxesOfTheirShareWithNamesThatAreEscaped() {
    String svg = new FlameGraph(
        List.of(stack("gate-1", "b<init>", "io.x.Y.a"), stack("gate-1", "io.x.Y.a"), stack("audit", "c"),
            stack("audit", "c")),
        Part::of).svg("four & no more");
    assertThat(svg).contains("<title>gate-1, 50.0 %</title>", "<title>io.x.Y.a, 50.0 %</title>",
        "<title>b&lt;init&gt;, 25.0 %</title>", ">Y.a</text>", "four &amp; no more")
        .doesNotContain("<script");
  }

  private static Sample stack(String thread, String... names) {
    return new Sample(thread, Stream.of(names).map(name -> name.startsWith("kernel:")
        ? new Frame(name.substring("kernel:".length()), "[kernel.kallsyms]")
        : new Frame(name, "somewhere")).collect(Collectors.toList()));
  }
}
