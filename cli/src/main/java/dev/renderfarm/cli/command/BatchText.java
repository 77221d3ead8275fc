package dev.renderfarm.cli.command;

import dev.renderfarm.cli.progress.TimeText;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A batch in words. */
final class BatchText {

    /**
     * What {@code farm show} says.
     *
     * @param address where users of the farm find the batch
     */
    static String describe(Batch batch, Optional<String> address, Instant now) {
        StringBuilder text = new StringBuilder();
        line(text, batch.id() + " is " + batch.status().wireName());
        terms(text, batch.renderfarm().terms());
        line(text, "  model     " + Objects.toString(batch.model(), "not chosen yet"));
        line(text, "  pictures  " + counts(batch));
        if (batch.renderfarm().input().skippedLines() > 0) {
            line(text, "  skipped   " + skipped(batch) + ", among the failed");
        }
        WaitingFor reason = batch.renderfarm().waitingFor();
        if (reason != null) {
            line(text, "  waits     " + waiting(reason, now));
        }
        ReviewCounts review = batch.renderfarm().review();
        if (review != null) {
            line(text, "  review    " + review.approved() + " approved, " + review.rejected() + " rejected");
        }
        Eta eta = batch.renderfarm().course().eta();
        if (eta != null) {
            line(text, "  done      " + EtaText.of(eta, now));
        }
        forecasts(batch).forEach(forecast -> line(text, "  forecast  " + forecast));
        Sharing sharing = batch.renderfarm().sharing();
        line(
                text,
                "  tenant    " + sharing.tenant()
                        + (sharing.maxInFlight() == null ? "" : ", at most " + sharing.maxInFlight() + " in flight"));
        line(text, "  retries   " + batch.renderfarm().retries());
        BatchUsage usage = batch.renderfarm().usage();
        if (usage != null) {
            line(text, "  usage     " + usage(usage));
        }
        line(text, "  seed      " + Objects.toString(batch.renderfarm().seed(), "not drawn yet"));
        line(text, "  created   " + batch.createdAt());
        line(text, "  updated   " + batch.renderfarm().updatedAt());
        line(text, "  input     " + batch.inputFileId());
        address.ifPresent(url -> line(text, "  address   " + url));
        BatchId parent = batch.renderfarm().origin().parentBatchId();
        if (parent != null) {
            boolean other = batch.renderfarm().origin().revision() != null;
            line(text, "  repeats   " + (other ? "otherwise what is of " : "what failed of ") + parent);
        }
        batch.metadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> line(text, "  " + entry.getKey() + " = " + entry.getValue()));
        return text + errors(batch) + warnings(batch);
    }

    private static void terms(StringBuilder text, Terms terms) {
        if (terms.name() != null) {
            line(text, "  name      " + terms.name());
        }
        if (terms.priority() != 0) {
            line(text, "  priority  " + terms.priority());
        }
        if (terms.deadline() != null) {
            line(text, "  deadline  " + terms.deadline());
        }
        if (terms.stopWhenFailed() != null) {
            line(text, "  stops     when more than " + Math.round(100 * terms.stopWhenFailed()) + " % fail");
        }
        Preview preview = terms.preview();
        if (preview != null) {
            line(
                    text,
                    "  preview   one in " + preview.every()
                            + (preview.isAwaited() ? ", then it waits for farm proceed" : ""));
        }
    }

    /** For example {@code 81.25 device seconds, 14300.5 J, 0.0564 EUR at 2.5 an hour}. */
    private static String usage(BatchUsage taken) {
        BigDecimal joules = taken.usage().energyJoules();
        Cost cost = taken.cost();
        return taken.usage().deviceSeconds().toPlainString() + " device seconds"
                + (joules == null ? "" : ", " + joules.toPlainString() + " J")
                + (cost == null ? "" : ", " + cost(cost));
    }

    private static String cost(Cost cost) {
        return cost.amount().toPlainString() + " " + cost.price().currency() + " at "
                + cost.price().perDeviceHour().toPlainString() + " an hour";
    }

    private static List<String> forecasts(Batch batch) {
        List<Forecast> forecasts = batch.renderfarm().course().forecasts();
        return forecasts == null
                ? List.of()
                : forecasts.stream()
                        .flatMap(forecast -> EtaText.howItTurnedOut(forecast).stream())
                        .toList();
    }

    /** For example {@code for 3 min: no worker of model tiny is running}. */
    static String waiting(WaitingFor reason, Instant now) {
        return "for " + TimeText.about(Duration.between(reason.since(), now)) + ": " + reason.message();
    }

    /** What is said when a batch has ended, with what to do next. */
    static String ending(Batch batch, Instant now) {
        RequestCounts counts = batch.requestCounts();
        return switch (batch.status()) {
            case COMPLETED ->
                batch.id() + " completed: " + counts(batch) + "\n"
                        + (batch.renderfarm().input().skippedLines() > 0 ? "Skipped " + skipped(batch) + ".\n" : "")
                        + (counts.failed() > 0 ? "errors.jsonl says why, by SKU." + tryAgain(batch) + "\n" : "")
                        + "Fetch it: farm download " + batch.id() + "\n";
            case FAILED -> batch.id() + " failed, nothing was rendered:\n" + errors(batch);
            case CANCELLED, EXPIRED -> batch.id() + " " + batch.status().wireName() + ": " + counts(batch) + "\n";
            case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> describe(batch, Optional.empty(), now);
        };
    }

    /** What was skipped cannot be rendered as it stands. */
    private static String tryAgain(Batch batch) {
        return batch.taskCounts().failed() > 0 ? " Try them again: farm retry " + batch.id() : "";
    }

    private static String skipped(Batch batch) {
        int lines = batch.renderfarm().input().skippedLines();
        return lines + (lines == 1 ? " line" : " lines") + " of the input";
    }

    /** What validation found worth telling of a batch's input; empty where there is nothing. */
    static String warnings(Batch batch) {
        BatchWarnings warnings = batch.renderfarm().input().warnings();
        if (warnings == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        warnings.data()
                .forEach(warning ->
                        line(text, "  warning: " + found(warning.line(), warning.field(), warning.message())));
        if (warnings.more() > 0) {
            line(text, "  and " + warnings.more() + " more " + (warnings.more() == 1 ? "warning" : "warnings"));
        }
        return text.toString();
    }

    /** For example {@code 30: 28 completed, 2 failed}. */
    static String counts(Batch batch) {
        List<String> parts = new ArrayList<>();
        add(parts, batch.requestCounts().completed(), "completed");
        add(parts, batch.requestCounts().failed(), "failed");
        add(parts, batch.renderfarm().cancelled(), "cancelled");
        add(parts, batch.renderfarm().inFlight(), "with workers");
        add(parts, batch.renderfarm().waiting(), "waiting");
        return batch.requestCounts().total() + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static String errors(Batch batch) {
        BatchErrors errors = batch.errors();
        StringBuilder text = new StringBuilder();
        if (errors != null) {
            errors.data().forEach(error -> line(text, "  " + found(error.line(), error.field(), error.message())));
        }
        return text.toString();
    }

    private static String found(@Nullable Integer line, @Nullable String field, String message) {
        return (line == null ? "" : "line " + line + ", ") + (field == null ? "" : field + ": ") + message;
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private BatchText() {}
}
