package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Locale;

/** The bar of a download, of as many pictures as the batch may still give. Safe for several threads. */
public final class DownloadProgress implements ProgressView {

    private final Bar bar;
    private final InstantSource clock;
    private final Pace pace = new Pace();
    private int total;
    private int there;
    private boolean shown;

    public DownloadProgress(PrintWriter out, InstantSource clock) {
        this.bar = new Bar(out);
        this.clock = clock;
    }

    @Override
    public synchronized void show(Batch batch) {
        total = batch.requestCounts().total()
                - batch.requestCounts().failed()
                - batch.renderfarm().cancelled();
        if (shown) {
            draw();
        }
    }

    /** @param pictures that are in the folder */
    public synchronized void show(int pictures) {
        there = pictures;
        pace.mark(clock.instant(), there);
        draw();
    }

    /** Leaves the screen as the next line of text needs it. */
    @Override
    public synchronized void finish() {
        if (shown) {
            shown = false;
            bar.finish();
        }
    }

    private void draw() {
        StringBuilder text = new StringBuilder(there + "/" + total);
        if (pace.perSecond() > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f images/s", pace.perSecond()));
        }
        if (there < total) {
            pace.timeFor(total - there)
                    .ifPresent(
                            left -> text.append(", ").append(TimeText.of(left)).append(" left"));
        }
        shown = true;
        bar.draw("downloading", total == 0 ? 0 : Math.min(1, (double) there / total), text.toString());
    }
}
