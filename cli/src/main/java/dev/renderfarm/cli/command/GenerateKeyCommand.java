package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.KeySecret;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Draws an API key without a farm. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Draws an API key, without asking any farm.",
            "A coordinator that has it in RENDERFARM_ACCESS_FIRST_KEY takes it for the first admin's."
        })
final class GenerateKeyCommand implements Callable<Integer> {

    private final FarmOptions options;

    GenerateKeyCommand(FarmOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        KeySecret drawn = KeySecret.random(new SecureRandom());
        options.print(Map.of("id", drawn.id(), "secret", drawn.text()), drawn.text() + "\n");
        return 0;
    }
}
