package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.DeletedKey;
import dev.renderfarm.common.id.KeyId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an API key back. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Takes an API key back: within a second nobody gets in with it, and what it follows ends.")
final class RevokeKeyCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "ID", description = "The key, as farm keys names it: key_…")
    @Nullable
    KeyId key;

    RevokeKeyCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        DeletedKey revoked = options.client(environment).keys().revoke(Objects.requireNonNull(key, "required"));
        String done = revoked.id() + " is revoked";
        options.tell(done, () -> options.print(revoked, done + "\n"));
        return 0;
    }
}
