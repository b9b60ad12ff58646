package io.credentialbroker.client.cli.surroundings;

import java.io.PrintStream;
import java.util.List;

/**
 * The terminal's other screen (xterm's private mode 1049): what is drawn there is in no history, and what was on the
 * first screen comes back at the end, whatever the end is.
 */
public final class OtherScreen implements AutoCloseable {
  /** With the cursor hidden, and without lines that go on in the next row when the terminal has just become narrower. */
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
  /** A terminal that has one screen only is left with the cursor in an empty last row. */
  private static final String LEAVE = "\u001b[9999;1H\u001b[K\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private boolean entered;
  private boolean left;
  private boolean over;

  public OtherScreen(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws over what is there. Line over line: a screen that is cleared first flickers.
   *
   * @param lines at most as many as there are rows; those as wide as the screen clear nothing behind themselves
   */
  public synchronized void draw(List<String> lines, TerminalSize size) {
    if (left || over) {
      return;
    }
    var frame = new StringBuilder(entered ? "" : ENTER).append(HOME);
    entered = true;
    for (int i = 0; i < lines.size(); i++) {
      // Behind a full line the cursor is still on its last character, and clearing would take that away.
      String clear = Fitting.columns(lines.get(i)) < size.columns() ? CLEAR_LINE : "";
      frame.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(clear);
    }
    out.print(lines.size() < size.rows() ? frame.append("\r\n").append(CLEAR_BELOW) : frame);
    out.flush();
  }

  /** Gives the first screen back, and draws nothing before {@link #comeBack()}. */
  public synchronized void leave() {
    left = true;
    if (entered) {
      entered = false;
      out.print(LEAVE);
      out.flush();
    }
  }

  public synchronized void comeBack() {
    left = false;
  }

  /** For good: nothing is drawn afterwards, not by a thread that is still at it either. */
  @Override
  public synchronized void close() {
    leave();
    over = true;
  }
}
