package io.credentialbroker.core.session;

import java.util.List;
import java.util.Locale;

/** The results of fleets as a page and a plot. */
final class FleetReport {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;
  private static final double DECADES = 5;
  private static final List<String> COLOURS = List.of("#1a7f5a", "#c9781b", "#b0305c");

  private FleetReport() {}

  static String page(List<Fleet.Result> results, int rate, long seed) {
    var page = new StringBuilder(
        """
            # Many hosts behind one STS

            Written by `bench/scale`, which runs `FleetSimulationTest` with `-Dbroker.fleet.report`; change neither
            the table nor the plot by hand. Seed %d: the same command gives the same figures.

            The question: what does a whole fleet do to STS, which throttles by account and region with a token
            bucket? Every host needs one session of an hour all the time. All hosts start within the same second, the
            worst case. A program on each asks for credentials once a minute. The bucket holds and refills %d calls a
            second (`-Dbroker.fleet.rate`); that is an assumption, look at the quota of your own account. The run is
            %d hours of virtual time; from hour %d on STS answers only errors for %d minutes. The broker's rows run
            the real engine, one for each host; the other two are models with full-jitter retries, as the SDKs have.

            | schedule | hosts | peak calls/s, first %d min | peak calls/s later | mean calls/s | throttled calls | \
            answers without credentials, first %d min | later | calls per session and hour |
            |---|---|---|---|---|---|---|---|---|
            """
            .formatted(seed, rate, Fleet.SPAN.toHours(), Fleet.OUTAGE_AT.toHours(), Fleet.OUTAGE.toMinutes(),
                Fleet.START.toMinutes(), Fleet.START.toMinutes()));
    for (Fleet.Result result : results) {
      page.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %.2f | %,d | %,d | %,d | %.2f |%n",
          result.schedule().label, result.hosts(), result.peakAtStart(), result.peakLater(),
          result.meanPerSecond(), result.throttled(), result.failedAtStart(), result.failedLater(),
          result.callsPerSessionHour()));
    }
    return page
        .append(
            """

                ![Peak calls a second in every minute](scale.svg)

                ## What it says
                - In quiet hours half-life costs about twice the calls of waiting for the end. One outage of 20 minutes turns
                  that round: the other two call again and again for sessions that have run out, the broker bounds its calls
                  by time, and has half a lifetime to get over the outage, so none of its callers notice.
                - A fixed time before expiry keeps a fleet in step: the hosts that started together call together, every
                  45 minutes. Half-life with a place of its own for every key takes the fleet apart within the first cycle,
                  and further with each one.
                - On demand is spread by the programs' own asking. Its price is paid by the programs: every renewal makes one
                  of them wait, and an outage is theirs from its first minute.
                - At the start everybody needs a session at once, and no schedule changes that: the back-off does.
                - The place belongs to the key, and the key to the recipe. The default session name holds user and host, so
                  the hosts of a fleet have different keys. A constant `role_session_name` on all hosts gives them the same
                  key, and keeps hosts that started in the same second in step.

                ## A million hosts
                One session of an hour on each of 1,000,000 hosts, refreshed at half-life (1,782 s on average), is about 560
                calls a second: just under an assumed limit of 600 in one account and region, with nothing to spare for
                anybody else. What moves the figure, by arithmetic alone:

                | case | calls a second |
                |---|---|
                | sessions of an hour | 560 |
                | sessions of 4 hours (`duration_seconds = 14400`) | 140 |
                | sessions of 12 hours | 47 |
                | the same million over 10 accounts or regions, sessions of an hour | 56 each |
                | all start at once: the first million calls at 600 a second | 28 minutes until the last has its session |

                A role that is assumed from another role gets an hour at most, so a fleet of that size does better without
                chains. What one host pays does not depend on the fleet: one call every half hour.
                    """)
        .toString();
  }

  /** Peak calls a second in every minute, one line for each schedule; the scale is logarithmic. */
  static String plot(List<Fleet.Result> results, int rate) {
    var svg = new StringBuilder("""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="22" font-size="15">%,d hosts: peak calls a second in every minute</text>
        """.formatted(WIDTH, HEIGHT, LEFT, results.getFirst().hosts()));
    for (int decade = 0; decade <= DECADES; decade++) {
      int calls = (int) Math.pow(10, decade);
      svg.append(String.format(Locale.ROOT, """
          <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#dddddd"/>
          <text x="%d" y="%.1f" text-anchor="end">%,d</text>
          """, LEFT, WIDTH - 20, y(calls), y(calls), LEFT - 8, y(calls) + 4, calls));
    }
    for (int hour = 0; hour <= Fleet.SPAN.toHours(); hour++) {
      svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d h</text>%n",
          x(hour * 60), HEIGHT - BOTTOM + 20, hour));
    }
    svg.append(String.format(Locale.ROOT, """
        <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#444444" stroke-dasharray="6 4"/>
        <text x="%d" y="%.1f" text-anchor="end">limit %,d</text>
        """, LEFT, WIDTH - 20, y(rate), y(rate), WIDTH - 22, y(rate) - 5, rate));
    for (int i = 0; i < results.size(); i++) {
      Fleet.Result result = results.get(i);
      svg.append(String.format(Locale.ROOT,
          "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n<polyline fill=\"none\" stroke=\"%s\" points=\"",
          LEFT + i * 270, HEIGHT - 14, COLOURS.get(i), result.schedule().label, COLOURS.get(i)));
      for (int minute = 0; minute < result.perSecond().length / 60; minute++) {
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(minute), y(peak(result, minute))));
      }
      svg.append("\"/>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static int peak(Fleet.Result result, int minute) {
    int peak = 0;
    for (int second = minute * 60; second < minute * 60 + 60; second++) {
      peak = Math.max(peak, result.perSecond()[second]);
    }
    return peak;
  }

  private static double x(double minute) {
    return LEFT + minute * (WIDTH - 20 - LEFT) / Fleet.SPAN.toMinutes();
  }

  /** Nothing at all is drawn where one call is. */
  private static double y(int calls) {
    return HEIGHT - BOTTOM - Math.log10(Math.max(1, calls)) / DECADES * (HEIGHT - BOTTOM - TOP);
  }
}
