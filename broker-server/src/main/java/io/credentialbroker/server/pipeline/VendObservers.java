package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one; by index, because an iterator for each request is garbage for each request. */
final class VendObservers implements VendObserver {
  private final VendObserver[] all;

  VendObservers(List<VendObserver> all) {
    this.all = all.toArray(VendObserver[]::new);
  }

  @Override
  public void waits() {
    for (VendObserver one : all) {
      one.waits();
    }
  }

  @Override
  public void waited() {
    for (VendObserver one : all) {
      one.waited();
    }
  }

  @Override
  public void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {
    for (VendObserver one : all) {
      one.vended(listener, caller, profile, vend, fromCache);
    }
  }

  @Override
  public void refused(String listener, @Nullable Peer peer, Refusal refusal) {
    for (VendObserver one : all) {
      one.refused(listener, peer, refusal);
    }
  }

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    for (VendObserver one : all) {
      one.turnedAway(listener, peer, why);
    }
  }
}
