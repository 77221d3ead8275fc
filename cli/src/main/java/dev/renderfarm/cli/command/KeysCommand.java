package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.api.ListView;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Lists API keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Lists the API keys of the farm, the newest first; for admins.",
            "farm sends the key in $RENDERFARM_API_KEY, or in the private file that $RENDERFARM_API_KEY_FILE names."
        })
final class KeysCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    KeysCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<KeyView> page = options.client(environment).keys().list();
        Table table = new Table("KEY", "NAME", "TENANT", "ROLE", "STATE", "CREATED", "EXPIRES", "LAST USED");
        Instant now = environment.clock().instant();
        for (KeyView key : page.data()) {
            table.add(
                    key.id().value(),
                    key.name(),
                    key.tenant().value(),
                    key.role().wireName(),
                    state(key, now),
                    key.createdAt().toString(),
                    text(key.expiresAt()),
                    text(key.lastUsedAt()));
        }
        options.print(page, page.data().isEmpty() ? "No keys.\n" : table.take());
        return 0;
    }

    private static String state(KeyView key, Instant now) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        Instant end = key.expiresAt();
        return end != null && !now.isBefore(end) ? "expired" : "counts";
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
