package io.credentialbroker.client.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code broker --version} says: the version in the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[]{ "broker " + (version == null ? "(not packaged)" : version)};
  }
}
