package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import java.io.PrintWriter;
import java.time.Instant;
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
        Instant now = clock.instant();
        pace.mark(now, Snapshot.settledTasks(batch));
        Snapshot stands = Snapshot.of(batch, pace, now);
        bar.draw(stands.status().wireName(), stands.fraction(), stands.describe());
    }

    @Override
    public void finish() {
        bar.finish();
    }
}
