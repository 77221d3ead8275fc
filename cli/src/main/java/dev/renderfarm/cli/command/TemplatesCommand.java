package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.PromptTemplate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists prompt templates. */
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
}
