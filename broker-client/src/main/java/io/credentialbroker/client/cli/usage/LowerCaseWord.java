package io.credentialbroker.client.cli.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of several words in any case, and lists the words as they are typed when it is none of them.
 *
 * @param kind whose constants are the words; their {@code toString} is in lower case
 */
public record LowerCaseWord<E extends Enum<E>>(Class<E> kind) implements ITypeConverter<E> {
  @Override
  public E convert(String value) {
    E[] words = kind.getEnumConstants();
    return Arrays.stream(words).filter(word -> word.toString().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst().orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
            + Arrays.stream(words).map(Enum::toString).collect(Collectors.joining(", "))));
  }
}
