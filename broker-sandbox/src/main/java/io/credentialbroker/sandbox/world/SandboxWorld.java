package io.credentialbroker.sandbox.world;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Everything that exists, by ARN. May be changed while the sandbox runs, from any thread; a call sees the
 * change from its beginning or not at all. What is put in replaces what had the same ARN.
 */
public final class SandboxWorld {
  private final ConcurrentHashMap<String, IamUser> users = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, IamRole> roles = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, OidcProvider> oidcProviders = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, SamlProvider> samlProviders = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ContainerTask> tasks = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<SsoAssignment> assignments = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Instance> instance = new AtomicReference<>();
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

  public SandboxWorld put(OidcProvider provider) {
    oidcProviders.put(provider.arn(), provider);
    return this;
  }

  public SandboxWorld put(SamlProvider provider) {
    samlProviders.put(provider.arn(), provider);
    return this;
  }

  /** A task whose credentials the container endpoint serves. */
  public SandboxWorld put(ContainerTask task) {
    tasks.put(task.id(), task);
    return this;
  }

  /** Lets whoever signs in to IAM Identity Center have a role. */
  public SandboxWorld put(SsoAssignment assignment) {
    assignments.add(assignment);
    return this;
  }

  /** The instance whose metadata service is served; there is none before. */
  public SandboxWorld put(Instance machine) {
    instance.set(machine);
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

  public Optional<OidcProvider> oidcProvider(String arn) {
    return Optional.ofNullable(oidcProviders.get(arn));
  }

  public List<OidcProvider> oidcProviders() {
    return List.copyOf(oidcProviders.values());
  }

  public Optional<SamlProvider> samlProvider(String arn) {
    return Optional.ofNullable(samlProviders.get(arn));
  }

  public Optional<ContainerTask> task(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  public List<SsoAssignment> assignments() {
    return List.copyOf(assignments);
  }

  public Optional<Instance> instance() {
    return Optional.ofNullable(instance.get());
  }

  public List<IamRole> roles() {
    return List.copyOf(roles.values());
  }
}
