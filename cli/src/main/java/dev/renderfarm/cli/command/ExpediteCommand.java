package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.BatchWishes;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import picocli.CommandLine.Command;

/** Lets a batch go first. */
@Command(
        name = "expedite",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Gives a batch the highest priority.")
final class ExpediteCommand extends SteeringCommand {

    ExpediteCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return new BatchWishes(farm).expedite(id);
    }

    @Override
    String state(Batch after) {
        return "has priority " + after.renderfarm().terms().priority();
    }
}
