package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists batches. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists batches, the newest first.")
final class ListCommand implements Callable<Integer> {

    private final CommandEnvironment environment;

    @Mixin
    FarmOptions options = new FarmOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (default: ${DEFAULT-VALUE})")
    int limit = 20;

    ListCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<Batch> page = options.client(environment).batches(limit);
        options.print(page, text(page));
        return 0;
    }

    private static String text(ListView<Batch> page) {
        if (page.data().isEmpty()) {
            return "No batches yet. Submit one: farm submit FILE\n";
        }
        Table table = new Table("BATCH", "STATUS", "DONE", "FAILED", "TOTAL", "CREATED");
        for (Batch batch : page.data()) {
            table.add(
                    batch.id().value(),
                    batch.status().wireName(),
                    Integer.toString(batch.requestCounts().completed()),
                    Integer.toString(batch.requestCounts().failed()),
                    Integer.toString(batch.requestCounts().total()),
                    batch.createdAt().toString());
        }
        return table + (page.hasMore() ? "There are more: farm list --limit N\n" : "");
    }
}
