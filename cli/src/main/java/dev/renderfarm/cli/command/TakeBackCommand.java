package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.WorkerId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes back that a worker drains. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Has a worker that was asked to drain claim again.",
            "It can for as long as it has something in hand: once it has not it ends. One that drains with --now ends."
        })
final class TakeBackCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The worker, as farm workers names it")
    @Nullable
    WorkerId worker;

    TakeBackCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        WorkerView asked = options.client(environment).resume(Objects.requireNonNull(worker, "required"));
        String done = asked.heartbeat().workerId() + " is asked to go on";
        options.tell(done, () -> options.print(asked, done + "\n"));
        return 0;
    }
}
