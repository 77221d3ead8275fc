package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.id.TenantName;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes an API key. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Makes an API key and prints it, this once: the farm keeps a salted hash of it.")
final class CreateKeyCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--name", paramLabel = "TEXT", required = true, description = "Whose key it is")
    @Nullable
    String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "viewer looks, submitter hands in and steers, operator runs the workers, admin gives keys; "
                    + "each may do what those before it may")
    @Nullable
    Role role;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose things its holder sees and makes (default: default)")
    @Nullable
    TenantName tenant;

    @Option(names = "--days", paramLabel = "N", description = "After how many days it expires (default: never)")
    @Nullable
    Integer days;

    CreateKeyCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        KeyRequest wanted = new KeyRequest(
                name,
                tenant == null ? null : tenant.value(),
                Objects.requireNonNull(role, "required").wireName(),
                days == null ? null : Duration.ofDays(days).toSeconds());
        KeyView made = options.client(environment).keys().create(wanted);
        options.tell(made.id() + " was made", () -> options.print(made, made.secret() + "\n"));
        return 0;
    }
}
