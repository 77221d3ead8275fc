package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.endtoend.tally.Share;
import dev.renderfarm.endtoend.tally.Span;
import dev.renderfarm.endtoend.tally.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** An outcome as Markdown. */
final class OutcomeText {

    private static final double NANOS = 1e9;

    private final Outcome outcome;
    private final SimulationPlan plan;
    private final Tally tally;
    private final PrintWriter out;

    OutcomeText(Outcome outcome, PrintWriter out) {
        this.outcome = outcome;
        this.plan = outcome.plan();
        this.tally = outcome.tally();
        this.out = out;
    }

    void print() {
        out.printf(
                "%d workers of %d slots, %d models, %d submitters with %s batches of each model, %,d pictures; a"
                        + " device is %.3g times as fast as it says.%n%n",
                plan.workers(),
                plan.slots(),
                plan.models(),
                plan.batchesEach().size(),
                plan.batchesEach(),
                plan.pictures(),
                plan.speedUp());
        devices();
        shares();
        conservation();
        costs();
        topics();
        out.flush();
    }

    private void devices() {
        out.println("| model | workers | a picture by the wall clock | busy while tasks waited | in the middle of it"
                + " | tasks/s | most on the topic | in the middle |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < plan.models(); i++) {
            ModelName model = outcome.models().get(i).name();
            Span whole = tally.whole(model);
            List<Long> lags = lags(model, whole);
            out.printf(
                    "| %s | %d | %.2f s | %.1f %% | %.1f %% | %.1f | %,d | %,d |%n",
                    model,
                    plan.workersOf(i),
                    seconds(plan.timePerImage(i)),
                    100 * tally.busyShare(model, plan.workersOf(i), whole),
                    100 * tally.busyShare(model, plan.workersOf(i), middle(whole)),
                    tally.claimedOf(model) / seconds(whole.length()),
                    lags.stream().mapToLong(lag -> lag).max().orElse(0),
                    lags.get(lags.size() / 2));
        }
    }

    private List<Long> lags(ModelName model, Span whole) {
        int samples = 41;
        return IntStream.range(0, samples)
                .mapToObj(i -> tally.lag(
                        model, whole.from().plus(whole.length().multipliedBy(i).dividedBy(samples))))
                .toList();
    }

    /** Without a tenth at either end. */
    private static Span middle(Span whole) {
        Duration tenth = whole.length().dividedBy(10);
        return new Span(whole.from().plus(tenth), whole.to().minus(tenth));
    }

    private void shares() {
        out.println("\n| model | submitter | tasks while all wanted | share | by batches | in a tenth of that time |");
        out.println("|---|---|---|---|---|---|");
        for (var model : outcome.models()) {
            SubmitterShares shares = new SubmitterShares(tally, outcome.batches(), model.name());
            List<Share> all = shares.shares();
            for (Share share : all) {
                out.printf(
                        "| %s | %d | %,d | %.1f %% | %.1f %% | %.0f to %.0f %% |%n",
                        model.name(),
                        share.submitter(),
                        share.tasks(),
                        100 * share.measured(),
                        100 * share.byBatches(),
                        100 * share.least(),
                        100 * share.greatest());
            }
            out.printf(
                    "| %s | | %.0f s | %s | | |%n",
                    model.name(),
                    seconds(shares.together().length()),
                    all.isEmpty()
                            ? "one batch after the other"
                            : "furthest from equal: %.1f %%".formatted(100 * Share.furthestFromEqual(all)));
        }
    }

    private void conservation() {
        out.printf(
                "%n%,d of %,d pictures completed in %.0f s (%.1f tasks/s), %d failed, %,d open,"
                        + " **%d lost, %d doubled**; %d tasks delivered"
                        + " again, %d drawn again, %d locks lost, %d attempts without a picture.%n",
                outcome.settled().completed(),
                plan.pictures(),
                seconds(outcome.underLoad()),
                outcome.settled().completed() / seconds(outcome.underLoad()),
                outcome.settled().failed(),
                outcome.settled().open(),
                outcome.lost(),
                outcome.doubled(),
                tally.redeliveries(),
                tally.drawnAgain(),
                tally.lostLocks(),
                tally.failures());
    }

    private void costs() {
        out.printf("%n| process | CPU-ms a task | cores under load | cores before it | most resident |%n");
        out.println("|---|---|---|---|---|");
        int tasks = Math.max(1, outcome.settled().completed());
        outcome.millis()
                .forEach((name, millis) -> out.printf(
                        "| %s | %.2f | %.2f | %.2f | %.0f MiB |%n",
                        name,
                        millis / tasks,
                        millis / 1e3 / seconds(outcome.underLoad()),
                        outcome.idleMillis().getOrDefault(name, 0.0) / 1e3 / seconds(outcome.idle()),
                        outcome.peakMiB().getOrDefault(name, 0.0)));
    }

    private void topics() {
        out.printf("%n| topic | bytes a task | KB/s |%n|---|---|---|%n");
        outcome.bytes().forEach((topic, bytes) -> {
            if (bytes > 0) {
                out.printf(
                        "| %s | %.0f | %.1f |%n",
                        topic,
                        (double) bytes / Math.max(1, outcome.settled().completed()),
                        bytes / 1e3 / seconds(outcome.underLoad()));
            }
        });
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
