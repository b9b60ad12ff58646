import io.credentialbroker.client.sdk.BrokerCredentialsProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A program that stays, as a service does: for each line it makes one signed call with the credentials that it has by
 * then, and answers {@code ok KEY RESULT} or {@code error MESSAGE}. It is run
 * from its source: {@code java -cp … JavaClient.java}.
 */
final class JavaClient {
  private final AwsCredentialsProvider credentials;
  private final StsClient sts;
  private final S3Client s3;
  private final DynamoDbClient dynamodb;

  private JavaClient(AwsCredentialsProvider credentials) {
    this.credentials = credentials;
    this.sts = StsClient.builder().credentialsProvider(credentials)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
    this.s3 = S3Client.builder().credentialsProvider(credentials).httpClient(UrlConnectionHttpClient.create())
        .forcePathStyle(true).build();
    this.dynamodb = DynamoDbClient.builder().credentialsProvider(credentials)
        .httpClient(UrlConnectionHttpClient.create()).build();
  }

  /** With a profile's name as the argument it uses the broker's own provider, else the default chain. */
  public static void main(String[] arguments) throws IOException {
    var client = new JavaClient(arguments.length == 0
        ? DefaultCredentialsProvider.builder().build()
        : BrokerCredentialsProvider.create(arguments[0]));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(client.answer(line.strip()));
      System.out.flush();
    }
  }

  private String answer(String service) {
    try {
      String result = switch (service) {
        case "sts" -> sts.getCallerIdentity().arn();
        case "s3" -> s3.listBuckets().buckets().stream().map(Bucket::name).collect(Collectors.joining(","));
        case "dynamodb" -> String.join(",", dynamodb.listTables().tableNames());
        default -> throw new IllegalArgumentException("no service " + service);
      };
      return "ok " + credentials.resolveCredentials().accessKeyId() + ' ' + result;
    } catch (SdkException e) {
      return "error " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}
