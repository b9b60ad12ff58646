package io.credentialbroker.server.audit;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.audit.Decision.Console;
import io.credentialbroker.server.audit.Decision.Refused;
import io.credentialbroker.server.audit.Decision.TurnedAway;
import io.credentialbroker.server.audit.Decision.Vended;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From decisions to lines, gathered for one write.
 *
 * <p>All of a line but the time and what is left of the session is the same for every answer that one caller
 * gets from one session; it is made once and kept, so that a line costs two copies.
 */
final class AuditLines {
  /** Whose commands ask on the control socket: no other user gets there. */
  private static final String USER = "user";
  private static final int BATCH = 128 * 1024;
  /** More than the longest line, whose texts are cut. */
  private static final int LONGEST_LINE = 32 * 1024;
  private static final int MOST_TEMPLATES = 1_024;
  /** So long a process number is trusted to mean the same process. */
  private static final long TEMPLATE_MILLIS = 1_000;
  /** Connections closed unread are told once in this time for each kind: whoever knocks must not fill the disk. */
  private static final long KNOCK_MILLIS = 1_000;
  private static final byte[] FROM_CACHE = ascii(",\"from\":\"cache\"}\n");
  private static final byte[] FROM_SOURCE = ascii(",\"from\":\"source\"}\n");

  private final BiFunction<ProfileName, RoleSession, @Nullable String> roleArns;
  private final PeerExecutables executables;
  private final LongToIntFunction holders;
  private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
  private final LineStart start = new LineStart();
  private final Map<Key, Template> templates = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Template> eldest) {
      return size() > MOST_TEMPLATES;
    }
  };
  private final Map<Knock, Knocks> knocks = new HashMap<>();
  private int count;

  /**
   * No lines yet.
   *
   * @param holders which process holds the socket of this number; 0 where unknown
   */
  AuditLines(BiFunction<ProfileName, RoleSession, @Nullable String> roleArns, PeerExecutables executables,
      LongToIntFunction holders) {
    this.roleArns = roleArns;
    this.executables = executables;
    this.holders = holders;
  }

  /** What makes the fixed part of a line what it is. The access key id stands for the session. */
  private record Key(String listener, String client, @Nullable Peer peer, ProfileName profile,
      String accessKeyId) {}

  /** The fixed part of a line, good until a moment in milliseconds. */
  private static final class Template {
    private final byte[] text;
    private final long until;

    Template(byte[] text, long until) {
      this.text = text;
      this.until = until;
    }
  }

  /** Who knocks where, and why he is not let in. */
  private record Knock(String listener, @Nullable Peer peer, Turned why) {}

  /** How often since the last line, and when the next is due. */
  private record Knocks(long times, long due) {}

  void add(Decision decision) {
    switch (decision) {
      case Vended vended -> vended(vended);
      case Console console -> line(console.at(), console(console).text("form", "console").finish());
      case Refused(var at, var listener, var peer, var refusal) -> line(at,
          by(fields(at, "refused", refusal.name(), null, resolved(peer)), listener).finish());
      case TurnedAway(var at, var listener, var peer, var why) -> knocked(at,
          new Knock(listener, peer == null ? null : new Peer(peer.uid(), 0), why));
    }
  }

  /** So many decisions are in no line. */
  void lost(long at, long number) {
    line(at, new Fields().text("outcome", "lost").number("times", number).finish());
  }

  boolean isFull() {
    return batch.remaining() < LONGEST_LINE;
  }

  boolean isEmpty() {
    return batch.position() == 0;
  }

  /** How many lines wait. */
  int count() {
    return count;
  }

  /** What waits, to be read from the start as often as needed. */
  ByteBuffer bytes() {
    return batch.duplicate().flip();
  }

  void clear() {
    batch.clear();
    count = 0;
  }

  /** Whether knocks have been counted that no line tells of yet. */
  boolean owes() {
    return !knocks.isEmpty();
  }

  /** Tells of the knocks whose time has come. */
  void settle(long now) {
    for (var each = knocks.entrySet().iterator(); each.hasNext() && !isFull();) {
      var one = each.next();
      var knocked = one.getValue();
      if (now >= knocked.due()) {
        if (knocked.times() > 0) {
          knock(Math.min(now, knocked.due()), one.getKey(), knocked.times());
        }
        each.remove();
      }
    }
  }

  private void knocked(long at, Knock knock) {
    Knocks before = knocks.get(knock);
    if (before == null || at >= before.due()) {
      knock(at, knock, 1 + (before == null ? 0 : before.times()));
      knocks.put(knock, new Knocks(0, at + KNOCK_MILLIS));
    } else {
      knocks.put(knock, new Knocks(before.times() + 1, before.due()));
    }
  }

  private void knock(long at, Knock knock, long times) {
    line(at, by(fields(at, "closed", knock.why().name(), null, knock.peer()), knock.listener())
        .number("times", times).finish());
  }

  private void vended(Vended vended) {
    if (vended.vend() instanceof Vend.Granted(var session)) {
      Peer who = resolved(vended.caller().peer());
      batch.put(start.at(vended.at())).put(template(vended, session, who).text);
      batch.put(ascii(Long.toString(left(vended.at(), session))))
          .put(vended.fromCache() ? FROM_CACHE : FROM_SOURCE);
      count++;
    } else {
      var outcome = Outcome.of(vended.vend());
      line(vended.at(), by(fields(vended.at(), outcome.name(), outcome.reason(), vended.caller().client(),
          resolved(vended.caller().peer())), vended.listener()).text("profile", nameOf(vended))
          .text("from", vended.fromCache() ? "cache" : "source").finish());
    }
  }

  private static String nameOf(Vended vended) {
    boolean unknown = vended.vend() instanceof Vend.Denied(var kind, _, _)
        && kind != Vend.Denied.Kind.BAD_CONFIGURATION && kind != Vend.Denied.Kind.REFUSED_UPSTREAM;
    return unknown ? vended.profile().shownWhereUnknown() : vended.profile().value();
  }

  private Template template(Vended vended, RoleSession session, @Nullable Peer who) {
    var caller = vended.caller();
    var key = new Key(vended.listener(), caller.client(), who, vended.profile(),
        session.credentials().accessKeyId());
    Template template = templates.get(key);
    if (template == null || template.until < vended.at()) {
      template = new Template(grant(vended, session, who),
          who != null && who.pid() != 0 ? vended.at() + TEMPLATE_MILLIS : Long.MAX_VALUE);
      templates.put(key, template);
    }
    return template;
  }

  private byte[] grant(Vended vended, RoleSession session, @Nullable Peer who) {
    return of(session, vended.profile(),
        by(fields(vended.at(), "granted", null, vended.caller().client(), who), vended.listener()))
        .upTo("remaining");
  }

  private Fields of(RoleSession session, ProfileName profile, Fields fields) {
    var credentials = session.credentials();
    String keyId = credentials.accessKeyId();
    return fields.text("profile", profile.value()).text("roleArn", roleArns.apply(profile, session))
        .text("sessionName", sessionName(credentials.arn()))
        .text("accessKeyIdEnd", keyId.substring(Math.max(0, keyId.length() - 4)));
  }

  private Fields console(Console asked) {
    return switch (asked.outcome()) {
      case SignIns.Made(var session) -> of(session, asked.profile(),
          by(fields(asked.at(), "granted", null, USER, resolved(asked.peer())), asked.listener()))
          .number("remaining", left(asked.at(), session));
      case SignIns.NotMade(var passing, var reason) -> by(
          fields(asked.at(), passing ? "unavailable" : "denied", reason, USER, resolved(asked.peer())),
          asked.listener()).text("profile", asked.profile().shownWhereUnknown());
    };
  }

  private static long left(long at, RoleSession session) {
    return Math.max(0, session.expiration().getEpochSecond() - Math.floorDiv(at, 1000L));
  }

  /** The last part of {@code arn:aws:sts::ACCOUNT:assumed-role/ROLE/NAME}. */
  private static @Nullable String sessionName(@Nullable String arn) {
    return arn != null && arn.contains(":assumed-role/") ? arn.substring(arn.lastIndexOf('/') + 1) : null;
  }

  private Fields fields(long at, String outcome, @Nullable String reason, @Nullable String client,
      @Nullable Peer peer) {
    var fields = new Fields().text("outcome", outcome).text("reason", reason).text("client", client);
    if (peer != null) {
      fields.number("uid", Integer.toUnsignedLong(peer.uid()));
      if (peer.pid() != 0) {
        fields.number("pid", peer.pid()).text("executable", executables.of(peer.pid(), at));
      }
    }
    return fields;
  }

  /**
   * The peer by its process instead of its socket. There is a socket for each connection, and a template for each
   * would be made anew for every line.
   */
  private @Nullable Peer resolved(@Nullable Peer peer) {
    return peer == null || peer.pid() != 0 || peer.socket() == 0
        ? peer
        : new Peer(peer.uid(), holders.applyAsInt(peer.socket()));
  }

  private static Fields by(Fields fields, String listener) {
    return fields.text("listener", listener);
  }

  private void line(long at, byte[] rest) {
    batch.put(start.at(at)).put(rest);
    count++;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
