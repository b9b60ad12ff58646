package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.profile.ProfileName;
import org.junit.jupiter.api.Test;

final class RoutedTest {
  private static final ProfileName DEV = new ProfileName("dev");
  private static final Peer PEER = new Peer(1000, 42, 7);
  private static final Identity ALL = new Identity("app", Grant.EVERYTHING);

  private final Routed routed = new Routed((_, _) -> {
    throw new AssertionError("nothing is answered here");
  }, DEV, new Authorization.None());

  @Test
  void from_sameSenderAgain_isTheSameObject() {
    Admitted first = routed.from(ALL, PEER);
    assertThat(first.caller()).isEqualTo(new Caller("app", Grant.EVERYTHING, PEER));
    assertThat(first.profile()).isEqualTo(DEV);
    assertThat(routed.from(new Identity("app", Grant.EVERYTHING), new Peer(1000, 42, 7))).isSameAs(first);
  }

  @Test
  void from_senderWithAnotherGrantOrPeer_isWhatThatOneMayHave() {
    routed.from(ALL, PEER);
    Grant less = Grant.only(DEV);
    assertThat(routed.from(new Identity("app", less), PEER).caller())
        .isEqualTo(new Caller("app", less, PEER));
    assertThat(routed.from(ALL, null).caller()).isEqualTo(new Caller("app", Grant.EVERYTHING, null));
    assertThat(routed.from(new Identity("other", Grant.EVERYTHING), PEER).caller().client())
        .isEqualTo("other");
  }
}
