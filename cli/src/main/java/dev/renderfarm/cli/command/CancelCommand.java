package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import picocli.CommandLine.Command;

/** Cancels a batch. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Stops a batch. Pictures that are there already stay.")
final class CancelCommand extends SteeringCommand {

    CancelCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return farm.cancel(id);
    }

    @Override
    String state(Batch after) {
        return "is " + after.status().wireName();
    }
}
