package io.credentialbroker.server.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Twenty requests as clients really write them. */
final class ValidRequests {
  private ValidRequests() {}

  /** With headers of botocore, Java, JavaScript, Go, Rust, CRT, C++, .NET, PHP, Ruby, Kotlin and curl. */
  static List<String> with(String token) {
    var all = new ArrayList<String>();
    for (String path : List.of("/v1/credentials/dev", "/v1/credential-process/dev")) {
      for (String headers : List.of(
          "Host: 127.0.0.1:9780|Accept: application/json|User-Agent: Botocore/1.40|Authorization: TOKEN|",
          "Accept: application/json|User-Agent: aws-sdk-java/2.42|Authorization: TOKEN|Host: 127.0.0.1:9780|Connection: keep-alive|",
          "authorization: TOKEN|Host: 127.0.0.1:9780|Connection: close|",
          "Host: 127.0.0.1:9780|User-Agent: aws-sdk-go-v2/1.40|Accept: application/json|Authorization: TOKEN|Amz-Sdk-Request: attempt=1; max=3|Accept-Encoding: gzip|",
          "accept: application/json|authorization: TOKEN|host: 127.0.0.1:9780|",
          "Host: 127.0.0.1|Authorization: TOKEN|User-Agent: aws-crt|Accept: application/json|Accept-Encoding: identity|",
          "Host:127.0.0.1:9780|Authorization:TOKEN|",
          "HOST: 127.0.0.1|AUTHORIZATION:  TOKEN |Content-Length: 0|")) {
        all.add(
            "GET " + path + " HTTP/1.1\r\n" + headers.replace("TOKEN", token).replace("|", "\r\n") + "\r\n");
      }
    }
    String plain = " HTTP/1.1\r\nHost: 127.0.0.1:9780\r\nUser-Agent: curl/8\r\nAccept: */*\r\nAuthorization: "
        + token
        + "\r\n\r\n";
    all.add("HEAD /v1/credentials/dev" + plain);
    all.add("GET /v1/credentials/a%20b" + plain);
    all.add("GET /v1/credentials/%64%65%76" + plain);
    all.add("GET /v1/credential-process/a%20b" + plain);
    return List.copyOf(all);
  }
}
