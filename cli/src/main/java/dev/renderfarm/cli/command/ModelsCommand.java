package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.ModelView;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists models. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Lists the models that a line, or --model of plan and submit, may name, and who draws with each.",
            "The first scheduler is the usual one. farm model makes and rolls out model packages."
        })
final class ModelsCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    ModelsCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<ModelView> page = options.client(environment).models();
        Table table = new Table(
                "MODEL",
                "FAMILY",
                "SIZE",
                "STEPS",
                "GUIDANCE",
                "EDITS",
                "IS",
                "READY",
                "STARTING",
                "SET ASIDE",
                "IMAGES/S",
                "SCHEDULERS");
        for (ModelView model : page.data()) {
            ModelView.Abilities abilities = model.renderfarm();
            ModelView.ModelWorkers workers = abilities.workers();
            table.add(
                    model.id().value(),
                    abilities.family(),
                    abilities.size(),
                    Integer.toString(abilities.numInferenceSteps()),
                    Double.toString(abilities.guidanceScale()),
                    abilities.edits() ? "yes" : "no",
                    workers.readiness().wireName(),
                    Integer.toString(workers.ready()),
                    Integer.toString(workers.starting()),
                    Integer.toString(workers.setAside()),
                    String.format(Locale.ROOT, "%.2f", workers.imagesPerSecond()),
                    String.join(", ", abilities.schedulers()));
        }
        options.print(page, table.take());
        return 0;
    }
}
