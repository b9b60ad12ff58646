package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ConsoleLink;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.Browser;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Span;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker console}: the AWS console with a profile's session, or a link that switches to its role. */
@Command(name = "console", description = {
    "Signs in to the AWS console with the session of a profile, in the browser.",
    "The link is a secret: it reaches the browser through a file that only you can read, unless it is printed."}, footerHeading = "%nExamples:%n", footer = {
        "  broker console deploy", "  broker console deploy --destination s3 --duration 1h",
        "  broker console deploy --print", "  broker console deploy --switch-role --print"})
public final class ConsoleCommand extends Subcommand implements AsksForProfile {
  /** The better known of the pages that --destination takes, for completion. */
  public static final List<String> SERVICES = List.of("apigateway", "athena", "billing", "cloudformation",
      "cloudfront",
      "cloudtrail", "cloudwatch", "cognito", "config", "dynamodb", "ec2", "ecr", "ecs", "eks", "elasticache",
      "events",
      "glue", "guardduty", "iam", "kinesis", "kms", "lambda", "organizations", "rds", "redshift", "route53",
      "s3",
      "sagemaker", "secretsmanager", "ses", "sns", "sqs", "ssm", "states", "support", "vpc");

  /** In seconds, as the federation endpoint takes them (IAM User Guide, "Enabling custom identity broker access"). */
  private static final long SHORTEST = 900;
  private static final long LONGEST = 43_200;
  private static final Pattern COLOR = Pattern.compile("#?[0-9A-Fa-f]{6}");
  /** The daemon knows to which hosts a URL may lead. */
  private static final Pattern PAGE = Pattern.compile("[a-z0-9-]*|https://.+");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  @Option(names = "--destination", paramLabel = "SERVICE|URL", description = "The first page: a service such as s3, or a URL of the console.")
  private @Nullable String destination;

  @Option(names = "--duration", paramLabel = "TIME", description = "How long the console session lasts, 15m to 12h; as long as the credentials by default. AWS takes none for a chain of roles.")
  private @Nullable String duration;

  @Option(names = "--switch-role", description = "The link with which somebody who is signed in switches to the role; it is no secret.")
  private boolean switchRole;

  @Option(names = "--display-name", paramLabel = "NAME", description = "With --switch-role: how the console shows the role.")
  private @Nullable String displayName;

  @Option(names = "--color", paramLabel = "RRGGBB", description = "With --switch-role: the colour in which it does.")
  private @Nullable String color;

  @Option(names = "--print", description = "Prints the link and opens nothing.")
  private boolean print;

  public ConsoleCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    String misplaced = switchRole ? signInOnly() : switchRoleOnly();
    if (misplaced != null) {
      throw new Corrected(spec, switchRole
          ? misplaced + " and --switch-role exclude each other"
          : misplaced + " goes with --switch-role only",
          switchRole
              ? Typed.of(spec).withoutOption(misplaced).toString()
              : Typed.of(spec).plus("--switch-role"));
    }
    Long seconds = seconds();
    checkWords();
    Browser browser = print ? null : Browser.find(here);
    var daemon = new Daemon(here);
    if (switchRole) {
      String url = daemon.started(() -> daemon.control().switchRole(profile, displayName, color));
      return browser == null ? printed(url) : browser.open(url);
    }
    ConsoleLink link = daemon.started(
        () -> daemon.control().console(profile, destination == null ? "" : destination, seconds));
    here.note((link.arn() == null ? "the session" : link.arn()) + " until " + link.expiration()
        + "; the link works for 15 minutes");
    return browser == null ? printed(link.url()) : handOver(browser, link.url());
  }

  @Override
  public String profile() {
    return profile;
  }

  private int printed(String url) {
    here.out().println(url);
    return ExitCode.OK;
  }

  /** A program's arguments are seen by every user of the machine, so the browser is told of a file. */
  private int handOver(Browser browser, String url) throws BrokerException {
    var page = RedirectPage.write(RuntimeDirectory.of(here.environment()), url);
    int code = browser.open(page.file().toUri().toString());
    if (code == ExitCode.OK) {
      page.removeSoon(here);
    } else {
      page.remove();
    }
    return code;
  }

  private @Nullable String signInOnly() {
    return destination != null ? "--destination" : duration != null ? "--duration" : null;
  }

  private @Nullable String switchRoleOnly() {
    return displayName != null ? "--display-name" : color != null ? "--color" : null;
  }

  /** Their form, as the daemon would refuse it; a browser that is missing is nothing to hear of before that. */
  private void checkWords() {
    if (color != null && !COLOR.matcher(color).matches()) {
      throw new Corrected(spec, "invalid value for option '--color': '" + color
          + "' is no colour; one has six hexadecimal digits",
          Typed.of(spec).with(color, "99BCE3").toString());
    }
    if (destination == null || PAGE.matcher(destination).matches()) {
      return;
    }
    String lower = destination.toLowerCase(Locale.ROOT);
    throw new Corrected(spec, "invalid value for option '--destination': '" + destination
        + "' is neither a service's name, such as s3, nor an https URL",
        Typed.of(spec).with(destination, PAGE.matcher(lower).matches() ? lower : "s3").toString());
  }

  private @Nullable Long seconds() {
    if (duration == null) {
      return null;
    }
    OptionalLong seconds = Span.seconds(duration);
    if (seconds.isEmpty()) {
      throw new Corrected(spec, "invalid value for option '--duration': " + Span.expected(duration),
          Typed.of(spec).with(duration, "1h").toString());
    }
    long wanted = seconds.getAsLong();
    if (wanted < SHORTEST || wanted > LONGEST) {
      throw new Corrected(spec, "invalid value for option '--duration': a console session lasts 15m to 12h",
          Typed.of(spec).with(duration, wanted < SHORTEST ? "15m" : "12h").toString());
    }
    return wanted;
  }
}
