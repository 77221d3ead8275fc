package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what happened to a batch. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Tells what happened to a batch, and when, the oldest first.")
final class HistoryCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    HistoryCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchHistory history = options.client(environment).history(Objects.requireNonNull(batch, "required"));
        options.print(history, text(history));
        return 0;
    }

    private static String text(BatchHistory history) {
        if (history.data().isEmpty()) {
            return "Nothing is known of what happened to it.\n";
        }
        Table table = new Table("WHEN", "UNTIL", "WHAT");
        for (HistoryEvent event : history.data()) {
            table.add(moment(event.at()), moment(event.until()), what(event));
        }
        String leftOut = history.leftOut() == 0 ? "" : history.leftOut() + " of these happened besides.\n";
        return table.take() + leftOut;
    }

    private static String moment(@Nullable Instant moment) {
        return moment == null ? "" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As in {@code waited no_workers: no worker of model tiny is running}. */
    private static String what(HistoryEvent event) {
        List<String> words = new ArrayList<>(List.of(event.kind().wireName()));
        WaitingCode reason = event.waitingFor();
        if (reason != null) {
            words.add(reason.wireName());
        }
        add(words, event.pictures(), " pictures");
        add(words, event.priority(), "");
        add(words, event.retries(), " attempts so far");
        ReviewCounts review = event.review();
        if (review != null) {
            words.add(review.approved() + " approved, " + review.rejected() + " rejected so far");
        }
        String text = String.join(" ", words);
        return event.detail() == null ? text : text + ": " + event.detail();
    }

    private static void add(List<String> words, @Nullable Integer number, String unit) {
        if (number != null) {
            words.add(number + unit);
        }
    }
}
