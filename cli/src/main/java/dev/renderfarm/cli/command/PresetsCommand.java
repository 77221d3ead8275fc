package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PresetRequest;
import dev.renderfarm.common.failure.FailureCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists presets, and has a command for each thing that is done with one. */
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

    @Command(
            name = "put",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description =
                    "Puts a preset in the place of one of that name; batches that were submitted keep what they had.")
    int put(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--set",
                            paramLabel = "FIELD=VALUE",
                            description = "What silent lines ask for, as in size=16:9; may be repeated")
                    @Nullable
                    Map<String, String> fields,
            @Option(names = "--description", paramLabel = "TEXT", description = "For people") @Nullable
                    String description,
            @Option(
                            names = "--file",
                            paramLabel = "JSON",
                            description = "Instead: a file with {\"description\": …, \"fields\": {…}}")
                    @Nullable
                    Path file)
            throws InterruptedException {
        if ((file == null) == (fields == null && description == null)) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "say --set FIELD=VALUE, or --file JSON");
        }
        PresetRequest wanted =
                file == null ? new PresetRequest(description, fields) : HandwrittenJson.read(file, PresetRequest.class);
        Preset put = options.client(environment).library().put(name, wanted);
        String done = put.name() + " is put";
        options.tell(done, () -> options.print(put, done + "\n"));
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Deletes a preset that was put; those of the farm's own stay.")
    int delete(@Parameters(paramLabel = "NAME", description = "The preset, as farm presets names it") String name)
            throws InterruptedException {
        DeletedEntry deleted = options.client(environment).library().deletePreset(name);
        String done = name + " is deleted";
        options.tell(done, () -> options.print(deleted, done + "\n"));
        return 0;
    }
}
