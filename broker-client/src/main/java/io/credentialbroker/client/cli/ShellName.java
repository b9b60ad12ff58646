package io.credentialbroker.client.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a shell in any case, and lists the names as they are typed when it is none of them. */
final class ShellName implements ITypeConverter<Shell> {
  @Override
  public Shell convert(String value) {
    return Arrays.stream(Shell.values())
        .filter(shell -> shell.toString().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst().orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
            + Arrays.stream(Shell.values()).map(Shell::toString).collect(Collectors.joining(", "))));
  }
}
