package io.credentialbroker.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerFragmentTest {
  private static final Map<String, String> VARIABLES = new LinkedHashMap<>();

  static {
    VARIABLES.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9780/v1/credentials/a$b");
    VARIABLES.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/user/1/credential-broker/token");
    VARIABLES.put("AWS_REGION", "eu-central-1");
  }

  @Test
  void compose_mountsTheTokenAndRunsAsThisUser() throws Exception {
    var self = Path.of("/proc/self");
    String user = Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    assertThat(Shell.COMPOSE.render(List.of("GONE"), VARIABLES)).isEqualTo("""
        # For a service of compose.yaml. Linux hosts: the broker is reached on the host's own loopback.
        services:
          SERVICE:
            network_mode: host
            user: "%s"
            environment:
              AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9780/v1/credentials/a$$b"
              AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/run/credential-broker/token"
              AWS_REGION: "eu-central-1"
            volumes:
              - type: bind
                source: "/run/user/1/credential-broker/token"
                target: /run/credential-broker/token
                read_only: true
        """.formatted(user));
  }

  @Test
  void devcontainer_isAnObjectToMerge() {
    assertThat(Shell.DEVCONTAINER.render(List.of(), VARIABLES)).isEqualTo(
        """
            {
              "runArgs": [
                "--network=host"
              ],
              "containerEnv": {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9780/v1/credentials/a$b",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/run/credential-broker/token",
                "AWS_REGION": "eu-central-1"
              },
              "mounts": [
                "source=/run/user/1/credential-broker/token,target=/run/credential-broker/token,type=bind,readonly"
              ],
              "updateRemoteUserUID": true
            }
            """);
  }
}
