package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import picocli.CommandLine.Command;

/** Pauses a batch. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Begins no more pictures of a batch until farm resume. Those that are being rendered are finished.")
final class PauseCommand extends SteeringCommand {

    PauseCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return farm.pause(id);
    }

    @Override
    String state(Batch after) {
        return after.renderfarm().isPaused() ? "is paused" : "is going to be paused";
    }
}
