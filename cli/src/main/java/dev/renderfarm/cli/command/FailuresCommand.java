package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.ListView;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what went wrong on the farm. */
@Command(
        name = "failures",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists attempts that failed lately, the newest first, and what became of their pictures.")
final class FailuresCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 100 (default: 20)")
    int limit = 20;

    FailuresCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<FailureView> page = options.client(environment).failures(limit);
        Table table = new Table("WHEN", "BATCH", "SKU", "ATTEMPT", "WORKER", "NOW", "WHAT");
        page.data()
                .forEach(failure -> table.add(
                        failure.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                        failure.batch().value(),
                        failure.sku() == null ? "-" : failure.sku(),
                        Integer.toString(failure.attempt()),
                        failure.worker().value(),
                        failure.became() == null ? "-" : failure.became().wireName(),
                        failure.code().wireName() + ": " + failure.detail()));
        options.print(page, page.data().isEmpty() ? "Nothing has failed lately.\n" : table.take());
        return 0;
    }
}
