package io.credentialbroker.server.imds;

import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.server.imds.MetadataTree.Found;
import io.credentialbroker.server.pipeline.Answer;
import io.credentialbroker.server.pipeline.OwnTokenProtocol;
import io.credentialbroker.server.pipeline.Protocol;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * The door: a PUT to the one path gives a token; all else needs one, and only then is it looked at what is asked for.
 */
public final class MetadataService implements OwnTokenProtocol {
  private static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final String TOKEN = "x-aws-ec2-metadata-token";
  private static final String TOKEN_PATH = "/latest/api/token";
  private static final int LONGEST_SECONDS = 21_600;
  private static final Answer ONLY_PUT = Answer.methodNotAllowed("PUT",
      Told.of("A token is asked for with PUT."));
  private static final Answer BAD_TTL = Answer.error(Status.BAD_REQUEST, "BadTtl",
      Told.of("A PUT for a token has one header " + TTL + " with 1 to " + LONGEST_SECONDS + "."));

  private final MetadataTree tree;
  private final MetadataTokens tokens;
  private final Protocol credentials;

  /**
   * The service of one listener.
   *
   * @param credentials how credentials are written
   */
  public MetadataService(MetadataTree tree, MetadataTokens tokens, Protocol credentials) {
    this.tree = tree;
    this.tokens = tokens;
    this.credentials = credentials;
  }

  @Override
  public String client() {
    return "imds";
  }

  @Override
  public Reply reply(String method, String target, Function<String, List<String>> header) {
    boolean put = method.equals("PUT");
    if (target.equals(TOKEN_PATH)) {
      return new Reply.Sent(put ? token(header.apply(TTL)) : ONLY_PUT);
    }
    if (put) {
      return new Reply.Refused(Refusal.METHOD);
    }
    List<String> token = header.apply(TOKEN);
    return token.size() == 1 && tokens.isValid(token.getFirst())
        ? reply(tree.find(target))
        : new Reply.Refused(Refusal.METADATA_TOKEN);
  }

  private Answer token(List<String> ttl) {
    if (ttl.size() != 1 || !ttl.getFirst().matches("[0-9]{1,5}")) {
      return BAD_TTL;
    }
    int seconds = Integer.parseInt(ttl.getFirst());
    // The Rust SDK refuses a token whose answer does not say again how long it lives.
    return seconds < 1 || seconds > LONGEST_SECONDS
        ? BAD_TTL
        : Answer.text(tokens.issue(seconds), TTL + ": " + seconds + "\r\n");
  }

  private Reply reply(Found found) {
    return switch (found) {
      case Found.Text(var text) -> new Reply.Sent(Answer.text(text, ""));
      case Found.Json(var text) -> new Reply.Sent(
          Answer.json(Status.OK, text.getBytes(StandardCharsets.UTF_8)));
      case Found.Credentials() -> new Reply.Admits(tree.profile(), credentials);
      case Found.Nothing() -> new Reply.Refused(Refusal.NO_SUCH_PATH);
    };
  }
}
