package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import picocli.CommandLine.Command;

/** Lets a paused batch go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lets a paused batch go on.")
final class ResumeCommand extends SteeringCommand {

    ResumeCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return farm.resume(id);
    }

    @Override
    String state(Batch after) {
        return after.renderfarm().isPaused() ? "is going to go on" : "goes on";
    }
}
