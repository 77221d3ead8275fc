package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Asks the farm for something that a batch shall do, and tells what became of it. */
abstract class SteeringCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(index = "0", paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    SteeringCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    abstract Batch ask(FarmClient farm, BatchId id) throws InterruptedException;

    /** What the batch does then, for example {@code is cancelled}. */
    abstract String state(Batch after);

    @Override
    public final Integer call() throws InterruptedException {
        Batch after = ask(options.client(environment), Objects.requireNonNull(batch, "required"));
        String done = after.id() + " " + state(after);
        options.tell(done, () -> options.print(after, done + "\n"));
        return 0;
    }
}
