package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A line now and then, for logs and pipes: at every change of status, else at most every {@link #PERIOD}. */
public final class LineProgress implements ProgressView {

    static final Duration PERIOD = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final InstantSource clock;
    private final Pace pace = new Pace();
    private @Nullable BatchStatus lastStatus;
    private Instant lastLine = Instant.MIN;

    public LineProgress(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(Batch batch) {
        Instant now = clock.instant();
        pace.mark(now, Snapshot.settledTasks(batch));
        if (batch.status() != lastStatus || !now.isBefore(lastLine.plus(PERIOD))) {
            lastStatus = batch.status();
            lastLine = now;
            out.println(batch.status().wireName() + " "
                    + Snapshot.of(batch, pace, now).describe());
            out.flush();
        }
    }
}
