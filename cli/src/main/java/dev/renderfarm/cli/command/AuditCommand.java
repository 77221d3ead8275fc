package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.id.TenantName;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells who did what. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Tells who did what to what, when and from where, the newest first; for admins.",
            "What was refused to somebody with a key is there too; who only looked is not."
        })
final class AuditCommand implements Callable<Integer> {

    private static final int NEWEST = 100;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only what this tenant's keys did")
    @Nullable
    TenantName tenant;

    @Option(names = "--limit", paramLabel = "N", description = "How many, 1000 at most (default: 100)")
    int limit = NEWEST;

    AuditCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<AuditEntry> page = options.client(environment).keys().audit(tenant, limit);
        Table table = new Table("WHEN", "TENANT", "WHO", "ROLE", "FROM", "STATUS", "WHAT", "REQUEST");
        for (AuditEntry entry : page.data()) {
            table.add(
                    entry.at().toString(),
                    entry.tenant().value(),
                    entry.key() == null ? entry.name() : entry.name() + " (" + entry.key() + ")",
                    entry.role().wireName(),
                    entry.address(),
                    Integer.toString(entry.status()),
                    entry.route().substring(0, entry.route().indexOf(' ') + 1) + entry.path(),
                    entry.requestId());
        }
        options.print(page, page.data().isEmpty() ? "Nothing was done yet.\n" : table.take());
        return 0;
    }
}
