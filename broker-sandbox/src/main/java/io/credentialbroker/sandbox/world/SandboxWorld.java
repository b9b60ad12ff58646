package io.credentialbroker.sandbox.world;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that exists, by ARN. May be changed while the sandbox runs, from any thread; a call sees the
 * change from its beginning or not at all. What is put in replaces what had the same ARN.
 */
public final class SandboxWorld {
  private final ConcurrentHashMap<String, IamUser> users = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, IamRole> roles = new ConcurrentHashMap<>();
  private final Set<DisabledRegion> disabledRegions = ConcurrentHashMap.newKeySet();

  private record DisabledRegion(String account, String region) {}

  /** A user together with the one of their keys that was asked for. */
  public record KeyOwner(IamUser user, AccessKey key) {}

  public SandboxWorld put(IamUser user) {
    users.put(user.arn(), user);
    return this;
  }

  public SandboxWorld put(IamRole role) {
    roles.put(role.arn().toString(), role);
    return this;
  }

  public void removeUser(String arn) {
    users.remove(arn);
  }

  public void removeRole(String arn) {
    roles.remove(arn);
  }

  /** Deactivates the STS of a region for an account. */
  public SandboxWorld disableRegion(String account, String region) {
    disabledRegions.add(new DisabledRegion(account, region));
    return this;
  }

  public void enableRegion(String account, String region) {
    disabledRegions.remove(new DisabledRegion(account, region));
  }

  public boolean isDisabled(String account, String region) {
    return disabledRegions.contains(new DisabledRegion(account, region));
  }

  public Optional<IamRole> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  public Optional<IamUser> user(String arn) {
    return Optional.ofNullable(users.get(arn));
  }

  /** Whose long-term key this is. */
  public Optional<KeyOwner> owner(String accessKeyId) {
    for (IamUser user : users.values()) {
      for (AccessKey key : user.keys()) {
        if (key.id().equals(accessKeyId)) {
          return Optional.of(new KeyOwner(user, key));
        }
      }
    }
    return Optional.empty();
  }

  /** The MFA device of that serial number, whoever has it. */
  public Optional<MfaDevice> device(String serial) {
    return users.values().stream().map(IamUser::devices).flatMap(Collection::stream)
        .filter(device -> device.serial().equals(serial)).findFirst();
  }

  public List<IamRole> roles() {
    return List.copyOf(roles.values());
  }
}
