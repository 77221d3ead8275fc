package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Eta;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a batch is, in words.
 *
 * @param perSecond pictures per second; 0 is not known
 * @param left time until the end, as the farm expects it, else at the present pace; empty where neither can be told
 * @param atMost the same with a certainty of 90 %; empty where the farm does not say
 */
record Snapshot(
        BatchStatus status,
        int total,
        int completed,
        int failed,
        int cancelled,
        double perSecond,
        Optional<Duration> left,
        Optional<Duration> atMost) {

    static Snapshot of(Batch batch, Pace pace, Instant now) {
        int settled = settled(batch);
        int total = batch.requestCounts().total();
        Optional<Eta> eta = Optional.ofNullable(batch.renderfarm().course().eta());
        Optional<Duration> atPace = total == 0 || settled == total ? Optional.empty() : pace.timeFor(total - settled);
        return new Snapshot(
                batch.status(),
                total,
                batch.requestCounts().completed(),
                batch.requestCounts().failed(),
                batch.renderfarm().cancelled(),
                pace.perSecond(),
                eta.map(expected -> left(expected.p50(), now)).or(() -> atPace),
                eta.map(expected -> left(expected.p90(), now)));
    }

    private static Duration left(Instant moment, Instant now) {
        return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
    }

    /** Without the lines that were skipped, which took no time. */
    static int settledTasks(Batch batch) {
        return settled(batch) - batch.renderfarm().input().skippedLines();
    }

    private static int settled(Batch batch) {
        return batch.requestCounts().completed()
                + batch.requestCounts().failed()
                + batch.renderfarm().cancelled();
    }

    /** Settled pictures of all, from 0 to 1. */
    double fraction() {
        return total == 0 ? 0 : (double) (completed + failed + cancelled) / total;
    }

    /** For example {@code 12/30, 2.1 images/s, 9 s left (90 %: 14 s), 1 failed}. */
    String describe() {
        StringBuilder text = new StringBuilder(completed + failed + cancelled + "/" + total);
        if (perSecond > 0 && !status.isTerminal()) {
            text.append(String.format(Locale.ROOT, ", %.1f images/s", perSecond));
        }
        left.ifPresent(time -> text.append(", ").append(TimeText.of(time)).append(" left"));
        atMost.ifPresent(
                time -> text.append(" (90 %: ").append(TimeText.of(time)).append(")"));
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        if (cancelled > 0) {
            text.append(", ").append(cancelled).append(" cancelled");
        }
        return text.toString();
    }
}
