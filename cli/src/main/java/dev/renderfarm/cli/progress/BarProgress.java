package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import java.io.PrintWriter;
import java.time.Clock;

/** One line of a terminal, written over again and again. */
public final class BarProgress implements ProgressView {

    private static final int CELLS = 28;
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final Clock clock;
    private final Pace pace = new Pace();

    public BarProgress(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(Batch batch) {
        pace.mark(clock.instant(), Snapshot.settled(batch));
        Snapshot now = Snapshot.of(batch, pace);
        int full = (int) Math.round(CELLS * now.fraction());
        out.print(TO_LINE_START_AND_CLEAR + now.status().wireName() + " [" + "#".repeat(full) + "-".repeat(CELLS - full)
                + "] " + now.describe());
        out.flush();
    }

    @Override
    public void finish() {
        out.println();
        out.flush();
    }
}
