package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels a batch. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Stops a batch. Pictures that are there already stay.")
final class CancelCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    CancelCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        Batch cancelled = options.client(environment).cancel(Objects.requireNonNull(batch, "required"));
        String done = cancelled.id() + " is " + cancelled.status().wireName();
        options.tell(done, () -> options.print(cancelled, done + "\n"));
        return 0;
    }
}
