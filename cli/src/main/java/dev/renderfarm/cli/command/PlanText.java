package dev.renderfarm.cli.command;

import dev.renderfarm.cli.progress.TimeText;
import dev.renderfarm.common.plan.BatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for people. */
final class PlanText {

    private static final int MOST_LINES = 10;
    private static final double JOULES_PER_KILOWATT_HOUR = 3.6e6;
    private static final double MEGABYTE = 1e6;

    static String of(BatchPlan plan, Instant now) {
        StringBuilder text = new StringBuilder();
        mistakes(text, plan.errors());
        pictures(text, plan);
        BatchPlan.Estimate estimate = plan.estimate();
        if (estimate != null) {
            estimate(text, estimate, now);
        }
        if (plan.earlier() != null) {
            text.append("Drawn already: ").append(plan.earlier().pictures());
            text.append(plan.earlier().pictures() == 1 ? " picture" : " pictures");
            text.append(" of the same file, in ")
                    .append(plan.earlier().batchId())
                    .append('\n');
        }
        for (BatchPlan.FirstLine line : plan.firstLines()) {
            text.append("  ").append(line.image()).append(": ").append(line.prompt());
            text.append(line.tokens() == null ? "" : " (" + line.tokens() + " tokens)")
                    .append('\n');
        }
        text.append(plan.submittable() ? "" : "Submitted like this, nothing would be rendered.\n");
        return text.toString();
    }

    private static void mistakes(StringBuilder text, BatchPlan.Errors errors) {
        for (BatchPlan.Group group : errors.groups()) {
            text.append(group.count()).append(group.count() == 1 ? " mistake" : " mistakes");
            text.append(group.param() == null ? ": " : " in " + group.param() + ": ")
                    .append(group.message());
            text.append(group.mend() == null ? "" : ": " + group.mend()).append('\n');
            String lines = group.lines().stream()
                    .map(BatchPlan.Line::line)
                    .filter(Objects::nonNull)
                    .limit(MOST_LINES)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            if (!lines.isEmpty()) {
                text.append("  line ")
                        .append(lines)
                        .append(group.count() > MOST_LINES ? " …" : "")
                        .append('\n');
            }
        }
        if (errors.further() > 0) {
            text.append(errors.further()).append(" more mistakes of other kinds\n");
        }
    }

    private static void pictures(StringBuilder text, BatchPlan plan) {
        BatchPlan.Counts counts = plan.counts();
        text.append(counts.pictures()).append(counts.pictures() == 1 ? " picture" : " pictures");
        text.append(" from ").append(counts.requests()).append(counts.requests() == 1 ? " request" : " requests");
        text.append(plan.model() == null ? "" : ", model " + plan.model()).append('\n');
        for (BatchPlan.Kind kind : counts.kinds()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %d × %s, %d steps%s%n",
                    kind.pictures(),
                    kind.size(),
                    kind.numInferenceSteps(),
                    kind.guided() ? " with guidance" : ""));
        }
    }

    private static void estimate(StringBuilder text, BatchPlan.Estimate estimate, Instant now) {
        BatchPlan.Span seconds = estimate.deviceSeconds();
        text.append("Device time: about ").append(time(seconds.likely()));
        text.append(", from ").append(time(seconds.least())).append(" to ").append(time(seconds.most()));
        text.append(" (").append(estimate.source().wireName()).append(")\n");
        if (estimate.cost() != null && estimate.costMost() != null) {
            text.append("Cost: about ").append(estimate.cost().amount().toPlainString());
            text.append(", at most ").append(estimate.costMost().amount().toPlainString());
            text.append(' ').append(estimate.cost().price().currency()).append('\n');
        }
        if (estimate.energyJoules() != null) {
            text.append(String.format(
                    Locale.ROOT, "Energy: about %.3g kWh%n", estimate.energyJoules() / JOULES_PER_KILOWATT_HOUR));
        }
        if (estimate.bytes() != null) {
            text.append(String.format(Locale.ROOT, "Files: about %.1f MB%n", estimate.bytes() / MEGABYTE));
        }
        BatchPlan.Finish finish = estimate.finishes();
        if (finish == null) {
            text.append("Done: not known now");
            text.append(estimate.hindrance() == null ? "" : ", " + estimate.hindrance())
                    .append('\n');
            return;
        }
        text.append("Done: in about ").append(left(finish.likely(), now));
        text.append(", from ").append(left(finish.earliest(), now));
        text.append(" to ").append(left(finish.latest(), now));
        text.append(", by ").append(estimate.workers()).append(estimate.workers() == 1 ? " worker" : " workers");
        text.append(" with ").append(estimate.picturesAhead()).append(" pictures ahead\n");
    }

    private static String time(double seconds) {
        return TimeText.of(Duration.ofMillis((long) (seconds * 1_000)));
    }

    private static String left(@Nullable Instant at, Instant now) {
        return at == null ? "?" : TimeText.about(Duration.between(now, at));
    }

    private PlanText() {}
}
