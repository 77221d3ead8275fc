package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import java.io.PrintWriter;
import java.time.InstantSource;

/** One line of a terminal, written over again and again. */
public final class BarProgress implements ProgressView {

    private final Bar bar;
    private final InstantSource clock;
    private final Pace pace = new Pace();

    public BarProgress(PrintWriter out, InstantSource clock) {
        this.bar = new Bar(out);
        this.clock = clock;
    }

    @Override
    public void show(Batch batch) {
        pace.mark(clock.instant(), Snapshot.settledTasks(batch));
        Snapshot now = Snapshot.of(batch, pace);
        bar.draw(now.status().wireName(), now.fraction(), now.describe());
    }

    @Override
    public void finish() {
        bar.finish();
    }
}
