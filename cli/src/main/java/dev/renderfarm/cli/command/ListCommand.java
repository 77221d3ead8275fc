package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists batches. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists batches, the newest first.")
final class ListCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 1_000;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 20)")
    int limit = 20;

    @Option(names = "--all", description = "All there are")
    boolean all;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those that are one of rendering, to_review, needs_mending, done")
    @Nullable
    BatchState state;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "Only those with it in name, id, file or metadata, or with a line of this SKU")
    @Nullable
    String search;

    @Option(
            names = "--parent",
            paramLabel = "ID",
            description = "Only those that render lines of this batch again: its retries and rerolls")
    @Nullable
    BatchId parent;

    ListCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "--limit must be 1 or more: " + limit);
        }
        FarmClient client = options.client(environment);
        BatchListing listing = options.json ? new JsonListing(options.out()) : new TableListing(options.out());
        int left = all ? Integer.MAX_VALUE : limit;
        @Nullable String after = null;
        boolean more;
        do {
            ListView<Batch> page = client.batches(Math.min(left, MOST_AT_ONCE), after, state, search, parent);
            listing.add(page.data());
            left -= page.data().size();
            after = page.lastId();
            more = page.hasMore() && after != null;
        } while (more && left > 0);
        listing.end(more);
        return 0;
    }
}
