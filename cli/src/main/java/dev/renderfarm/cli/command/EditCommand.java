package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.BatchWishes;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes what a batch is called, and when it is wanted. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Changes the name, the priority or the deadline of a batch. What is not said stays.")
final class EditCommand extends SteeringCommand {

    @Option(names = "--name", paramLabel = "TEXT", description = "What to call it; empty takes the name away")
    @Nullable
    String name;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "From -100 to 100: the higher goes first, 0 where nobody said")
    @Nullable
    Integer priority;

    @Option(
            names = "--deadline",
            paramLabel = "WHEN",
            description = "When it is wanted, such as 2026-01-02T18:00:00+01:00; empty takes the deadline away")
    @Nullable
    String deadline;

    EditCommand(CommandEnvironment environment, FarmOptions options) {
        super(environment, options);
    }

    @Override
    Batch ask(FarmClient farm, BatchId id) throws InterruptedException {
        return new BatchWishes(farm).amend(id, new BatchPatch(name, priority, deadline));
    }

    @Override
    String state(Batch after) {
        Terms terms = after.renderfarm().terms();
        return (terms.name() == null ? "has no name" : "is called " + terms.name())
                + ", has priority " + terms.priority()
                + (terms.deadline() == null ? "" : ", is wanted by " + terms.deadline());
    }
}
