package io.credentialbroker.core.aws;

import io.credentialbroker.core.credentials.Credentials;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** One configuration for every SDK client of the broker. */
public final class AwsClients {
  private static final String NOWHERE = "/dev/null";

  static {
    // The builder reads the user's config file for its global defaults whatever supplier it is given, and fails
    // when the file is malformed: a file that the profile room keeps apart would stop every client.
    System.setProperty(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), NOWHERE);
    System.setProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), NOWHERE);
  }

  private AwsClients() {}

  /**
   * Takes from a client all that it would find out by itself: it never retries (the session room does, with a
   * budget), reads no config file (the profile room has), has no credentials (each call brings its own), and
   * makes no threads.
   *
   * @param executor runs the continuations of calls
   */
  public static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> B configured(B builder,
      JavaNetHttpClient http, Executor executor) {
    return builder.httpClient(http)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .asyncConfiguration(async -> async.advancedOption(
            SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, executor))
        .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
            .defaultProfileFileSupplier(AwsClients::nothing)
            .defaultProfileName("default"));
  }

  /** Credentials in the shape in which a call takes them. */
  public static AwsCredentialsProvider provider(Credentials credentials) {
    String secret = credentials.secretAccessKey().reveal();
    return StaticCredentialsProvider.create(credentials.sessionToken() == null
        ? AwsBasicCredentials.create(credentials.accessKeyId(), secret)
        : AwsSessionCredentials.create(credentials.accessKeyId(), secret,
            credentials.sessionToken().reveal()));
  }

  private static ProfileFile nothing() {
    return ProfileFile.aggregator().build();
  }
}
