package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.TemplateRequest;
import dev.renderfarm.common.failure.FailureCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists prompt templates, and has a command for each thing that is done with one. */
@Command(
        name = "templates",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Lists what --template of plan and submit may name.")
final class TemplatesCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    TemplatesCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<PromptTemplate> page = options.client(environment).templates();
        Table table = new Table("TEMPLATE", "FROM", "LANGUAGE", "PROMPT");
        for (PromptTemplate template : page.data()) {
            table.add(
                    template.name() + "@" + template.version(),
                    template.source() == null ? "" : template.source().wireName(),
                    template.language() == null ? "" : template.language(),
                    template.prompt());
        }
        options.print(page, page.data().isEmpty() ? "No templates.\n" : table.take());
        return 0;
    }

    @Command(
            name = "put",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description =
                    "Puts a prompt template as the next version of its name; the ones before stay as NAME@VERSION.")
    int put(
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "TEXT",
                            description = "Such as \"{title}, {color|lower}, on {background|marble}\"")
                    @Nullable
                    String text,
            @Option(names = "--language", paramLabel = "TAG", description = "Of its words, such as zh (default: en)")
                    @Nullable
                    String language,
            @Option(names = "--description", paramLabel = "TEXT", description = "For people") @Nullable
                    String description,
            @Option(
                            names = "--file",
                            paramLabel = "JSON",
                            description = "Instead: a file with text or parts, and language and description")
                    @Nullable
                    Path file)
            throws InterruptedException {
        if ((file == null) == (text == null)) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "say TEXT, or --file JSON");
        }
        TemplateRequest wanted = file == null
                ? new TemplateRequest(language, description, text, null)
                : HandwrittenJson.read(file, TemplateRequest.class);
        PromptTemplate put = options.client(environment).library().put(name, wanted);
        String done = put.name() + "@" + put.version() + " is put";
        options.tell(done, () -> options.print(put, done + "\n"));
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Deletes a template that was put; those of the farm's own stay.")
    int delete(@Parameters(paramLabel = "NAME", description = "The template, as farm templates names it") String name)
            throws InterruptedException {
        DeletedEntry deleted = options.client(environment).library().deleteTemplate(name);
        String done = name + " is deleted";
        options.tell(done, () -> options.print(deleted, done + "\n"));
        return 0;
    }
}
