package io.credentialbroker.client.cli.surroundings;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers why it could not be written: a print stream keeps that to itself. */
public final class StandardOutput extends OutputStream {
  private final OutputStream to = new FileOutputStream(FileDescriptor.out);
  private @Nullable IOException failure;

  @Override
  public void write(int one) throws IOException {
    write(new byte[]{ (byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why not all of it was written; null when all was. */
  @Nullable
  public String failure() {
    return failure == null ? null : String.valueOf(failure.getMessage());
  }
}
