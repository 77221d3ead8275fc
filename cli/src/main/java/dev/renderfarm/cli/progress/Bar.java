package dev.renderfarm.cli.progress;

import java.io.PrintWriter;

/** A bar on one line of a terminal, written over again and again. */
record Bar(PrintWriter out) {

    private static final int CELLS = 28;
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    /** @param fraction from 0 to 1 */
    void draw(String what, double fraction, String howFar) {
        int full = (int) Math.round(CELLS * fraction);
        out.print(TO_LINE_START_AND_CLEAR + what + " [" + "#".repeat(full) + "-".repeat(CELLS - full) + "] " + howFar);
        out.flush();
    }

    /** Leaves the line. */
    void finish() {
        out.println();
        out.flush();
    }
}
