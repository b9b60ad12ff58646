package io.credentialbroker.sandbox.http;

import java.util.List;

/** Finds the twin for a request. What no twin serves is a 404 that says what would have been served. */
public final class Router {
  private final List<Twin> twins;

  public Router(List<Twin> twins) {
    this.twins = List.copyOf(twins);
  }

  Twin twinFor(Request request) {
    for (Twin twin : twins) {
      if (twin.serves(request)) {
        return twin;
      }
    }
    return Nowhere.INSTANCE;
  }

  private enum Nowhere implements Twin {
    INSTANCE;

    @Override
    public boolean serves(Request request) {
      return true;
    }

    @Override
    public String action(Request request) {
      return "none:NotFound";
    }

    @Override
    public Answer answer(Request request) {
      throw new AwsError(404, "NotFound",
          "no twin of the sandbox serves " + request.method() + " on this path; see docs/sandbox.md");
    }

    @Override
    public Answer error(AwsError error) {
      return Answer.text(error.status(), error.code() + ": " + error.text() + "\n");
    }
  }
}
