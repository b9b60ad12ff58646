package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker console} as it is packaged, on the sandbox and with a program in the browser's place. */
class ConsoleIT {
  private static final Pattern LINK = Pattern.compile("0;url=([^\"]+)\"");

  @TempDir
  private Path folder;

  @Test
  void console_printed_isALinkThatSignsInOnce() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd("--sandbox")) {
      Run run = distribution.broker("console", "demo", "--print", "--destination", "s3", "--duration", "1h");
      assertThat(get(run.succeeded().strip())).contains("Signed in to the sandbox as", "/s3/home");
      assertThat(run.err()).startsWith("note: arn:aws:sts::111122223333:assumed-role/");
      assertThat(Files.readString(folder.resolve("brokerd.log"))).doesNotContain("SigninToken=");
    }
  }

  @Test
  void console_opened_reachesTheBrowserThroughAFileAndNoArgument() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd("--sandbox")) {
      Run run = withBrowser(distribution, "console", "demo");
      assertThat(run.succeeded()).isEmpty();
      String argument = Files.readString(folder.resolve("opened")).strip();
      assertThat(argument).startsWith("file:///").doesNotContain("SigninToken");
      Path page = Path.of(URI.create(argument));
      assertThat(page).hasParent(distribution.runtimeDirectory());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page))).isEqualTo("rw-------");
      Matcher link = LINK.matcher(Files.readString(page));
      assertThat(link.find()).isTrue();
      assertThat(get(link.group(1).replace("&amp;", "&"))).contains("Signed in to the sandbox as");
      assertThat(run.err()).doesNotContain("SigninToken");
    }
  }

  @Test
  void switchRole_opened_isAnAddressThatIsNoSecret() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd("--sandbox")) {
      withBrowser(distribution, "console", "demo", "--switch-role").succeeded();
      assertThat(Files.readString(folder.resolve("opened")))
          .startsWith("https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=");
      Run none = distribution.broker("console", "demo-chain", "--switch-role", "--print");
      assertThat(none.exit()).isEqualTo(4);
      assertThat(none.err()).contains("external id");
    }
  }

  private Run withBrowser(Distribution distribution, String... arguments) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path opener = Files.writeString(bin.resolve("xdg-open"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > '"
        + folder.resolve("opened") + "'\n");
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
    var environment = distribution.environment();
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("DISPLAY", ":0");
    var line = new ArrayList<String>(List.of(Distribution.home().resolve("bin/broker").toString()));
    line.addAll(List.of(arguments));
    return Run.of(environment, folder, line);
  }

  private static String get(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
