package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import org.jspecify.annotations.Nullable;

/** Several observers as one. */
final class AllObservers implements VendObserver {
  private final VendObserver[] observers;

  AllObservers(VendObserver... observers) {
    this.observers = observers.clone();
  }

  @Override
  public void waits() {
    for (VendObserver one : observers) {
      one.waits();
    }
  }

  @Override
  public void waited() {
    for (VendObserver one : observers) {
      one.waited();
    }
  }

  @Override
  public void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {
    for (VendObserver one : observers) {
      one.vended(listener, caller, profile, vend, fromCache);
    }
  }

  @Override
  public void refused(String listener, @Nullable Peer peer, Refusal refusal) {
    for (VendObserver one : observers) {
      one.refused(listener, peer, refusal);
    }
  }

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    for (VendObserver one : observers) {
      one.turnedAway(listener, peer, why);
    }
  }
}
