package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RerollRequest.PictureReroll;
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

/** Draws pictures otherwise. */
@Command(
        name = "reroll",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Draws other pictures of lines of a batch, each with a new seed.",
            "They become a batch of their own: the one that they are of stays as it is."
        })
final class RerollCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(index = "0", paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SKU",
            description = "Lines of which other pictures are wanted")
    List<String> skus = List.of();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What they show (default: as before)")
    @Nullable
    String prompt;

    @Option(
            names = "--negative-prompt",
            paramLabel = "TEXT",
            description = "What to keep away from (default: as before); empty is nothing")
    @Nullable
    String negativePrompt;

    @Option(names = "--seed", paramLabel = "N", description = "Of the first picture of each (default: a new one)")
    @Nullable
    Long seed;

    @Option(names = "--same-seed", description = "Keep the seed that each had, as where the prompt is another one")
    boolean sameSeed;

    @Option(names = "-n", paramLabel = "N", description = "Pictures of each line (default: 1)")
    @Nullable
    Integer pictures;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Asking again with the same key gives the batch that is there already (default: a new one)")
    String idempotencyKey = UUID.randomUUID().toString();

    @Option(names = "--watch", description = "Show progress until the batch has ended")
    boolean watch;

    RerollCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchId of = Objects.requireNonNull(batch, "required");
        FarmClient client = options.client(environment);
        List<PictureReroll> items = skus.stream().map(this::item).toList();
        Batch child = client.reroll(of, new RerollRequest(items), idempotencyKey);
        String done = "Other pictures of " + of + " are drawn as " + child.id();
        if (watch) {
            options.tell(done, () -> options.introduce(done));
            return new Follow(environment, options).toTheEnd(child.id(), BatchSource.of(client));
        }
        options.tell(done, () -> options.print(child, done + "\nFollow it: farm watch " + child.id() + "\n"));
        return 0;
    }

    private PictureReroll item(String sku) {
        return new PictureReroll(null, sku, prompt, negativePrompt, seed, sameSeed ? false : null, pictures);
    }
}
