package io.credentialbroker.server.control;

import io.credentialbroker.core.mfa.DeviceStatus;
import io.credentialbroker.core.mfa.MfaDevices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells which MFA devices there are and how they stand. */
final class MfaEndpoint implements Endpoint {
  private final MfaDevices devices;

  MfaEndpoint(MfaDevices devices) {
    this.devices = devices;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var body = Answer.object();
    var list = body.putArray("devices");
    for (DeviceStatus device : devices.all()) {
      var line = list.addObject().put("serial", device.serial()).put("state", device.state().name());
      var profiles = line.putArray("profiles");
      device.profiles().forEach(profile -> profiles.add(profile.value()));
      if (device.due() != null) {
        line.put("due", StatusEndpoint.second(device.due()));
      }
      if (device.waitsUntil() != null) {
        line.put("waitsUntil", StatusEndpoint.second(device.waitsUntil()));
      }
      line.put("command", device.command());
    }
    return CompletableFuture.completedFuture(Answer.ok(body));
  }
}
