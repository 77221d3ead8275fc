package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.BatchWishes;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.id.BatchId;
import picocli.CommandLine.Command;

/** Goes on after the previews. */
@Command(
        name = "proceed",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Renders the other pictures of a batch whose previews have been seen.",
            "If they are not wanted: farm cancel keeps the previews, and renders no more."
        })
final class ProceedCommand extends SteeringCommand {

    ProceedCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return new BatchWishes(farm).proceed(id);
    }

    @Override
    String state(Batch after) {
        Preview preview = after.renderfarm().terms().preview();
        return preview != null && preview.isAwaited() ? "is going to go on" : "goes on";
    }
}
