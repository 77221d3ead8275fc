package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainMode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a worker drain. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Has a worker claim no more, finish what it has in hand and end with exit code 0.",
            "Whatever watches it may start it again, with what is configured then; a farm of scripts/standalone does not."
        })
final class DrainCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The worker, as farm workers names it")
    @Nullable
    WorkerId worker;

    @Option(names = "--now", description = "Gives back what it has in hand: others begin it anew")
    boolean now;

    DrainCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        WorkerView asked = options.client(environment)
                .drain(Objects.requireNonNull(worker, "required"), now ? DrainMode.NOW : DrainMode.AFTER_CURRENT);
        String done = asked.heartbeat().workerId() + " is asked to drain";
        options.tell(done, () -> options.print(asked, done + "\n"));
        return 0;
    }
}
