package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.DeletedWorker;
import dev.renderfarm.common.id.WorkerId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a worker listed no more. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Lists a worker no more that has gone, until it is heard of again. The exit code is 4 while it is live.")
final class ForgetCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The worker, as farm workers names it")
    @Nullable
    WorkerId worker;

    ForgetCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        DeletedWorker forgotten = options.client(environment).forget(Objects.requireNonNull(worker, "required"));
        String done = forgotten.id() + " is forgotten";
        options.tell(done, () -> options.print(forgotten, done + "\n"));
        return 0;
    }
}
