import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what a terminal shows into an SVG picture: {@code java TerminalPicture.java TITLE < screen > picture.svg}. The
 * input is text with SGR codes (ECMA-48), as {@code tmux capture-pane -e} writes it.
 */
final class TerminalPicture {
  private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final double CELL = 8.4;
  private static final int LINE = 19;
  private static final int MARGIN = 18;
  private static final int BAR = 30;

  /** Text of one look. */
  private record Run(int column, String text, String colour, boolean bold) {}

  private String colour = "#d6d6d6";
  private boolean bold;

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("usage: java TerminalPicture.java TITLE < screen > picture.svg");
    }
    String screen = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    System.out.write(new TerminalPicture().picture(args[0], screen).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private String picture(String title, String screen) {
    List<List<Run>> lines = screen.lines().map(this::runs).toList();
    int columns = lines.stream().flatMap(List::stream).mapToInt(run -> run.column() + length(run.text())).max().orElse(1);
    long width = Math.round(columns * CELL) + 2 * MARGIN;
    int height = BAR + lines.size() * LINE + 2 * MARGIN;
    var svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
      .formatted(width, height, width, height));
    svg.append("<title>").append(escaped(title)).append("</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1d1f21\"/>\n");
    svg.append("<g fill=\"#5a5d61\"><circle cx=\"20\" cy=\"17\" r=\"5\"/><circle cx=\"38\" cy=\"17\" r=\"5\"/>"
      + "<circle cx=\"56\" cy=\"17\" r=\"5\"/></g>\n");
    svg.append("<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" "
      + "xml:space=\"preserve\">\n");
    for (int i = 0; i < lines.size(); i++) {
      for (Run run : lines.get(i)) {
        svg.append(text(run, BAR + MARGIN + i * LINE + LINE / 2));
      }
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  /** The width is given for each run, so that another font than ours shows columns as columns. */
  private static String text(Run run, int y) {
    return "<text x=\"%.1f\" y=\"%d\" fill=\"%s\"%s textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\">%s</text>%n".formatted(
      MARGIN + run.column() * CELL, y, run.colour(), run.bold() ? " font-weight=\"bold\"" : "", length(run.text()) * CELL,
      escaped(run.text()));
  }

  private List<Run> runs(String line) {
    var runs = new ArrayList<Run>();
    int column = 0;
    int end = 0;
    Matcher code = SGR.matcher(line);
    while (code.find()) {
      column = add(line.substring(end, code.start()), column, runs);
      apply(code.group(1));
      end = code.end();
    }
    add(line.substring(end), column, runs);
    return runs;
  }

  private int add(String text, int column, List<Run> runs) {
    String shown = text.strip();
    if (!shown.isEmpty()) {
      int blanks = text.indexOf(shown);
      runs.add(new Run(column + blanks, shown, colour, bold));
    }
    return column + length(text);
  }

  private void apply(String codes) {
    for (String code : codes.split(";", -1)) {
      switch (code) {
        case "", "0" -> {
          colour = "#d6d6d6";
          bold = false;
        }
        case "1" -> bold = true;
        case "2" -> colour = "#8a8d91";
        case "31" -> colour = "#f0776c";
        case "32" -> colour = "#9fd356";
        case "33" -> colour = "#f0c674";
        case "35" -> colour = "#cf9fe0";
        case "36" -> colour = "#7fc8d8";
        case "39" -> colour = "#d6d6d6";
        default -> {
          // Other looks are not ours.
        }
      }
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
