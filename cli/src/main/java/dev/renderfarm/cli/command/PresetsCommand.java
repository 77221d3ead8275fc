package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.Preset;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists presets. */
@Command(
        name = "presets",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists what --preset of plan and submit may name.")
final class PresetsCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    PresetsCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<Preset> page = options.client(environment).presets();
        Table table = new Table("PRESET", "FROM", "SAYS", "FOR");
        for (Preset preset : page.data()) {
            String says = preset.fields().entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining("; "));
            table.add(
                    preset.name(),
                    preset.source() == null ? "" : preset.source().wireName(),
                    says,
                    preset.description() == null ? "" : preset.description());
        }
        options.print(page, page.data().isEmpty() ? "No presets.\n" : table.take());
        return 0;
    }
}
