package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders again what failed, or what is wanted anew. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Renders again what failed of a batch that has ended, or all of it, or some lines.",
            "It becomes a batch of its own: the one that has ended stays as it is."
        })
final class RetryCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    @Option(names = "--unfinished", description = "Also what was cancelled, or not rendered in time")
    boolean unfinished;

    @Option(names = "--all", description = "Also what was rendered: with --new-seed it becomes other pictures")
    boolean all;

    @Option(names = "--sku", paramLabel = "SKU", description = "Only of this line; may be given several times")
    @Nullable
    List<String> skus;

    @Option(names = "--new-seed", description = "Draw new seeds (default: those that the pictures had)")
    boolean newSeed;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Retrying again with the same key gives the batch that is there already (default: a new one)")
    String idempotencyKey = UUID.randomUUID().toString();

    @Option(names = "--watch", description = "Show progress until the batch has ended")
    boolean watch;

    RetryCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchId ended = Objects.requireNonNull(batch, "required");
        FarmClient client = options.client(environment);
        RetryRequest wanted =
                new RetryRequest(unfinished ? true : null, newSeed ? true : null, all ? true : null, skus);
        Batch again = client.retry(ended, wanted, idempotencyKey);
        String done = (all ? "What is wanted of " : "What failed of ") + ended + " is rendered again as " + again.id();
        if (watch) {
            options.tell(done, () -> options.introduce(done));
            return new Follow(environment, options).toTheEnd(again.id(), BatchSource.of(client));
        }
        options.tell(done, () -> options.print(again, done + "\nFollow it: farm watch " + again.id() + "\n"));
        return 0;
    }
}
