package dev.renderfarm.cli.command;

import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.FarmDefaults;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what counts where nobody says anything. */
@Command(
        name = "defaults",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Tells what counts where a batch and its lines are silent, and what sizes each model draws.")
final class DefaultsCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    DefaultsCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        print(options.client(environment).library().defaults());
        return 0;
    }

    @Command(
            name = "suggest",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description =
                    "Suggests a preset and a template to whoever makes batches, in the place of what was suggested"
                            + " before; with neither option what the operator suggests.")
    int suggest(
            @Option(names = "--preset", paramLabel = "NAME", description = "As farm presets names it") @Nullable
                    String preset,
            @Option(
                            names = "--template",
                            paramLabel = "NAME",
                            description = "As farm templates names it, or NAME@VERSION")
                    @Nullable
                    String template)
            throws InterruptedException {
        FarmDefaults now = options.client(environment).library().suggest(new DefaultsRequest(preset, template));
        options.tell("it is suggested", () -> print(now));
        return 0;
    }

    private void print(FarmDefaults defaults) {
        Table table = new Table("MODEL", "SIZE", "SIDES", "STEPS", "AT MOST", "GUIDANCE", "TOKENS", "PRICE AN HOUR");
        defaults.models()
                .forEach(model -> table.add(
                        model.name().value(),
                        model.size().toString(),
                        model.minSide() + " to " + model.maxSide() + " by " + model.multiple(),
                        Integer.toString(model.numInferenceSteps()),
                        Integer.toString(model.maxInferenceSteps()),
                        Double.toString(model.guidanceScale()),
                        Integer.toString(model.maxTokens()),
                        model.perDeviceHour() == null
                                ? "-"
                                : model.perDeviceHour().toPlainString() + " " + model.currency()));
        String suggested = (defaults.preset() == null ? "" : "Suggested: --preset " + defaults.preset() + "\n")
                + (defaults.template() == null ? "" : "Suggested: --template " + defaults.template() + "\n");
        options.print(defaults, (defaults.models().isEmpty() ? "No models.\n" : table.take()) + suggested);
    }
}
