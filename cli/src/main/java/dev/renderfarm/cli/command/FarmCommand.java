package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code farm}: the command line of the render farm. */
@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        versionProvider = FarmVersion.class,
        usageHelpAutoWidth = true,
        description = "Renders product images by the batch.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done; a batch that was watched ended with all its pictures",
            "  1:an error inside the farm or the command line",
            "  2:a wrong request or file: mend it and submit again",
            "  3:no such batch, file or model",
            "  4:the batch's state does not allow it",
            "  5:the batch was cancelled",
            "  6:the batch expired",
            "  7:a picture could not be rendered",
            "  8:the farm's store or broker is away: try again",
            "  9:the farm cannot be reached",
            " 10:the batch ended, and some of its pictures failed",
            "130:Ctrl-C; a batch that was watched goes on"
        },
        footer = {
            "",
            "scripts/farm model makes and examines model packages; scripts/farm model --help lists its commands."
        })
public final class FarmCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(commandLine(CommandEnvironment.ofProcess()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: submit, watch, list, show, …");
    }

    static CommandLine commandLine(CommandEnvironment environment) {
        CommandLine farm = new CommandLine(new FarmCommand());
        farm.addSubcommand(new SubmitCommand(environment));
        farm.addSubcommand(new WatchCommand(environment));
        farm.addSubcommand(new ListCommand(environment));
        farm.addSubcommand(new ShowCommand(environment));
        farm.addSubcommand(new CancelCommand(environment));
        farm.addSubcommand(new RetryCommand(environment));
        farm.addSubcommand(new DownloadCommand(environment));
        farm.addSubcommand(new WorkersCommand(environment));
        convert(farm, BatchId.class, BatchId::new);
        convert(farm, ModelName.class, ModelName::new);
        convert(farm, OnInvalid.class, text -> OnInvalid.named(text.replace('-', '_')));
        farm.setExecutionExceptionHandler(Failures::onExecution);
        farm.setParameterExceptionHandler(Failures::onParameters);
        return farm;
    }

    private static <T> void convert(CommandLine farm, Class<T> type, Function<String, T> parse) {
        farm.registerConverter(type, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }
}
