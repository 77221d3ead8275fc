package dev.renderfarm.cli.command;

import dev.renderfarm.common.catalogue.FarmDefaults;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

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
        FarmDefaults defaults = options.client(environment).library().defaults();
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
        return 0;
    }
}
