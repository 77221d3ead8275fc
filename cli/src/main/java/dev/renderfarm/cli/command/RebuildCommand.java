package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.id.BatchId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Makes ended batches known again to a farm that has lost its topics. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Makes batches known again that ended before the farm lost its topics, from what its bucket holds of them; for admins.",
            "What the farm knows stays as it is, so it may be repeated. Exit code 1 where a record could not be read."
        })
final class RebuildCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    RebuildCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        FarmClient farm = options.client(environment);
        int rebuilt = 0;
        int known = 0;
        int forgotten = 0;
        List<String> unreadable = new ArrayList<>();
        @Nullable BatchId last = null;
        boolean more;
        do {
            RebuildView page = farm.rebuild(last);
            rebuilt += page.rebuilt();
            known += page.known();
            forgotten += page.forgotten();
            unreadable.addAll(page.unreadable());
            more = page.hasMore() && page.lastId() != null && !page.lastId().equals(last);
            last = page.lastId() == null ? last : page.lastId();
        } while (more);
        RebuildView all = new RebuildView(rebuilt, known, forgotten, unreadable, last, false);
        String done = "Known again: " + rebuilt + ", known before: " + known + ", too old: " + forgotten;
        options.tell(done, () -> options.print(all, done + "\n" + complaint(all)));
        return unreadable.isEmpty() ? 0 : 1;
    }

    private static String complaint(RebuildView all) {
        return all.unreadable().isEmpty()
                ? ""
                : "No records of batches, look at them in the bucket: " + String.join(", ", all.unreadable()) + "\n";
    }
}
