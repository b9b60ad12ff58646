package io.credentialbroker.sandbox.sigv4;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the header form of Signature Version 4, step by step, in the order in which AWS complains. */
public final class SignatureVerifier {
  private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
      .withZone(ZoneOffset.UTC);

  private final Keyring keys;
  private final InstantSource clock;
  private final Duration window;
  private final String service;

  /**
   * Makes a verifier for one service.
   *
   * @param window how far the signer's clock may be off, either way; five minutes at AWS
   * @param service the name that the credential scope must have, e.g. {@code sts}
   */
  public SignatureVerifier(Keyring keys, InstantSource clock, Duration window, String service) {
    this.keys = keys;
    this.clock = clock;
    this.window = window;
    this.service = service;
  }

  /**
   * Who signed this.
   *
   * @throws AwsError when the signature is missing, broken, wrong, or made with credentials that are unknown or
   *     expired
   */
  public Signed verify(Request request) {
    String header = request.header("Authorization");
    if (header == null) {
      throw new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    Authorization authorization = Authorization.parse(header);
    Keyring.Known known = keys.find(authorization.accessKeyId()).orElseThrow(SignatureVerifier::unknownToken);
    checkToken(request.header("X-Amz-Security-Token"), known.caller().session());
    String date = signedDate(request, authorization);
    checkScope(authorization, date);
    checkClock(date);
    String stringToSign = String.join("\n", "AWS4-HMAC-SHA256", date, authorization.scope(), CanonicalRequest
        .sha256(
            CanonicalRequest.of(request, authorization.signedHeaders()).getBytes(StandardCharsets.UTF_8)));
    String expected = SigningKey.sign(known.key().secret(), authorization, stringToSign);
    if (!MessageDigest.isEqual(bytes(expected), bytes(authorization.signature()))) {
      throw mismatch(
          "The request signature we calculated does not match the signature you provided. Check your AWS"
              + " Secret Access Key and signing method. Consult the service documentation for details.");
    }
    return new Signed(known.caller(), authorization.region());
  }

  private void checkToken(@Nullable String token, @Nullable IssuedSession session) {
    if (session == null) {
      if (token != null) {
        throw unknownToken();
      }
      return;
    }
    if (token == null || !MessageDigest.isEqual(bytes(token), bytes(session.token()))) {
      throw unknownToken();
    }
    if (session.isExpiredAt(clock.instant())) {
      throw new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
    }
  }

  private static String signedDate(Request request, Authorization authorization) {
    List<String> signed = authorization.signedHeaders();
    if (!signed.contains("host")) {
      throw mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    String date = request.header("X-Amz-Date");
    if (date == null || !signed.contains("x-amz-date")) {
      throw new AwsError(400, "IncompleteSignature",
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    return date;
  }

  private void checkScope(Authorization authorization, String date) {
    if (!authorization.service().equals(service)) {
      throw mismatch("Credential should be scoped to correct service: '" + service + "'. ");
    }
    if (!date.startsWith(authorization.scopeDate())) {
      throw mismatch(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
              + authorization.scopeDate() + "' != '" + date + "'.");
    }
  }

  private void checkClock(String date) {
    Instant signedAt = instant(date);
    Instant now = clock.instant();
    Instant earliest = now.minus(window);
    Instant latest = now.plus(window);
    if (signedAt.isBefore(earliest)) {
      throw mismatch("Signature expired: " + date + " is now earlier than " + AMZ_DATE.format(earliest) + " ("
          + AMZ_DATE.format(now) + " - " + window.toMinutes() + " min.)");
    }
    if (signedAt.isAfter(latest)) {
      throw mismatch(
          "Signature not yet current: " + date + " is still later than " + AMZ_DATE.format(latest) + " ("
              + AMZ_DATE.format(now) + " + " + window.toMinutes() + " min.)");
    }
  }

  private static Instant instant(String date) {
    try {
      return LocalDateTime.parse(date, AMZ_DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new AwsError(400, "IncompleteSignature",
          "Date must be in ISO-8601 'basic format'. Got a date of " + date.length()
              + " characters. See http://en.wikipedia.org/wiki/ISO_8601");
    }
  }

  private static AwsError unknownToken() {
    return new AwsError(403, "InvalidClientTokenId",
        "The security token included in the request is invalid.");
  }

  private static AwsError mismatch(String message) {
    return new AwsError(403, "SignatureDoesNotMatch", message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
