package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.BatchWishes;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Leaves out what nobody needs any more. */
@Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Does not render lines of a batch that nobody needs any more. Pictures that are there stay.")
final class SkipCommand extends SteeringCommand {

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SKU", description = "Lines that are not needed any more")
    List<String> skus = List.of();

    SkipCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return new BatchWishes(farm).skip(id, new SkipRequest(skus, null));
    }

    @Override
    String state(Batch after) {
        return "goes on without them: " + BatchText.counts(after);
    }
}
