package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.endtoend.tally.Share;
import dev.renderfarm.endtoend.tally.Span;
import dev.renderfarm.endtoend.tally.Tally;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Who got what of a model's pace while everybody wanted it. */
final class SubmitterShares {

    private static final int SLICES = 10;

    private final Tally tally;
    private final List<SubmittedBatch> batches;
    private final Span together;

    SubmitterShares(Tally tally, Collection<SubmittedBatch> all, ModelName model) {
        this.tally = tally;
        this.batches = all.stream().filter(batch -> batch.model().equals(model)).toList();
        this.together = tally.together(ids(batches));
    }

    /** When everybody wanted it. */
    Span together() {
        return together;
    }

    /** By submitter; empty where there was no such time. */
    List<Share> shares() {
        if (together.length().isZero()) {
            return List.of();
        }
        return batches.stream()
                .map(SubmittedBatch::submitter)
                .distinct()
                .sorted()
                .map(this::of)
                .toList();
    }

    private Share of(int submitter) {
        List<SubmittedBatch> own =
                batches.stream().filter(batch -> batch.submitter() == submitter).toList();
        Duration slice = together.length().dividedBy(SLICES);
        double[] slices = IntStream.range(0, SLICES)
                .mapToObj(i -> new Span(
                        together.from().plus(slice.multipliedBy(i)),
                        together.from().plus(slice.multipliedBy(i + 1L))))
                .mapToDouble(within -> share(own, within))
                .sorted()
                .toArray();
        return new Share(
                submitter,
                count(own, together),
                share(own, together),
                (double) own.size() / batches.size(),
                slices[0],
                slices[SLICES - 1]);
    }

    private double share(List<SubmittedBatch> own, Span within) {
        int all = count(batches, within);
        return all == 0 ? 0 : (double) count(own, within) / all;
    }

    private int count(List<SubmittedBatch> some, Span within) {
        return tally.claimed(ids(some), within).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static List<BatchId> ids(List<SubmittedBatch> some) {
        return some.stream().map(SubmittedBatch::id).toList();
    }
}
