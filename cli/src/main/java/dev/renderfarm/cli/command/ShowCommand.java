package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a batch. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Shows where a batch stands.")
final class ShowCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The batch, as farm list names it")
    @Nullable
    BatchId batch;

    ShowCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        FarmClient farm = options.client(environment);
        Batch found = farm.batch(Objects.requireNonNull(batch, "required"));
        Optional<String> address = options.json ? Optional.empty() : farm.address(found.id());
        options.print(
                found, BatchText.describe(found, address, environment.clock().instant()));
        return 0;
    }
}
