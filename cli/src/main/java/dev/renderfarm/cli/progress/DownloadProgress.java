package dev.renderfarm.cli.progress;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Locale;

/** The bar of a download. Not thread-safe. */
public final class DownloadProgress {

    private final Bar bar;
    private final InstantSource clock;
    private final int total;
    private final Pace pace = new Pace();
    private boolean shown;

    /** @param total pictures of the batch */
    public DownloadProgress(PrintWriter out, InstantSource clock, int total) {
        this.bar = new Bar(out);
        this.clock = clock;
        this.total = total;
    }

    /** @param there pictures that are in the folder */
    public void show(int there) {
        pace.mark(clock.instant(), there);
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

    /** Leaves the screen as the next line of text needs it. */
    public void finish() {
        if (shown) {
            bar.finish();
        }
    }
}
