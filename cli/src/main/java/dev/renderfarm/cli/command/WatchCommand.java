package dev.renderfarm.cli.command;

import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.id.BatchId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows a batch. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Shows the progress of a batch until it has ended.",
        footer = {
            "",
            "The exit code is 0 if all pictures were rendered, 10 if some failed; see farm --help.",
            "Ctrl-C ends the watch, not the batch. With --json every news of the batch is one line."
        })
final class WatchCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    WatchCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Follow(environment, options)
                .toTheEnd(Objects.requireNonNull(batch, "required"), BatchSource.of(options.client(environment)));
    }
}
