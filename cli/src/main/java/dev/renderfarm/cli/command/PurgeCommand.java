package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes ended batches out of the farm, with all their pictures. */
@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Deletes batches that have ended: their pictures, files and items, and what is known of them, usage included; for admins.",
            "Nothing brings them back. Without --yes it tells what would be deleted. Inputs stay, which are files of their own."
        })
final class PurgeCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Batches, as farm list names them")
    List<BatchId> named = List.of();

    @Option(
            names = "--ended-before",
            paramLabel = "DATE",
            description = "All of which nothing was told since before that day, by UTC, as in 2026-01-31")
    @Nullable
    LocalDate endedBefore;

    @Option(names = "--yes", description = "Deletes them")
    boolean yes;

    PurgeCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (named.isEmpty() == (endedBefore == null)) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "say which batches: ids, or --ended-before with a day, and not both");
        }
        FarmClient farm = options.client(environment);
        List<BatchId> batches = endedBefore == null
                ? named
                : ended(farm, endedBefore.atStartOfDay(ZoneOffset.UTC).toInstant());
        if (!yes) {
            options.print(
                    new ListView<>(batches, null, null, false),
                    batches.isEmpty()
                            ? "There are none.\n"
                            : "Say --yes to delete with all their pictures: " + listed(batches));
            return 0;
        }
        for (BatchId batch : batches) {
            DeletedBatch purged = purge(farm, batch);
            String done = batch + " is purged, with " + purged.objects() + " objects";
            options.tell(done, () -> options.print(purged, done + "\n"));
        }
        return 0;
    }

    private static String listed(List<BatchId> batches) {
        return String.join(" ", batches.stream().map(BatchId::value).toList()) + "\n";
    }

    private static DeletedBatch purge(FarmClient farm, BatchId batch) throws InterruptedException {
        int objects = 0;
        DeletedBatch step;
        do {
            step = farm.purge(batch);
            objects += step.objects();
        } while (!step.deleted());
        return new DeletedBatch(batch, true, objects);
    }

    private static List<BatchId> ended(FarmClient farm, Instant before) throws InterruptedException {
        List<BatchId> found = new ArrayList<>();
        @Nullable String after = null;
        boolean more;
        do {
            ListView<Batch> page = farm.batches(PAGE, after, BatchState.DONE, null, null);
            page.data().stream()
                    .filter(batch -> batch.renderfarm().updatedAt().isBefore(before))
                    .map(Batch::id)
                    .forEach(found::add);
            after = page.lastId();
            more = page.hasMore() && after != null;
        } while (more);
        return found;
    }
}
