package dev.renderfarm.cli.command;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.terminal.StandardOutput;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import dev.renderfarm.common.webhook.WebhookId;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
            "  1:an error inside the farm or the command line; a picture that was verified does not hold",
            "  2:a wrong request or file: mend it and submit again",
            "  3:no such batch, file, model, worker or webhook",
            "  4:the state of the batch, worker or webhook does not allow it, or a budget is used up",
            "  5:the batch was cancelled",
            "  6:the batch expired",
            "  7:a picture could not be rendered; a webhook's test was not taken",
            "  8:the farm's store or broker is away: try again",
            "  9:the farm cannot be reached, or not well enough: try again",
            " 10:the batch ended, and some of its pictures failed",
            " 11:the batch goes on; what was finished by now is downloaded",
            " 12:standard output, or a file here, cannot be written",
            " 13:the farm asks for an API key, or for another one: farm keys --help",
            "130:Ctrl-C; a batch that was watched goes on",
            "141:nobody reads standard output any more, as after | head -1"
        },
        footer = {
            "",
            "--url and --json may stand before the command or after it.",
            "",
            "scripts/farm model makes, examines and rolls out model packages; scripts/farm model --help lists its"
                    + " commands.",
            "scripts/farm simulate loads a farm of simulated workers; scripts/farm simulate --help has its options."
        })
public final class FarmCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    FarmOptions options = new FarmOptions();

    public static void main(String[] arguments) {
        CommandLine farm = commandLine(CommandEnvironment.ofProcess());
        farm.setOut(StandardOutput.open());
        farm.setErr(StandardOutput.errors());
        System.exit(run(farm, arguments));
    }

    /** @return the exit code */
    static int run(CommandLine farm, String... arguments) {
        try {
            int exitCode = farm.execute(arguments);
            farm.getOut().flush();
            return exitCode;
        } catch (UnwritableOutputException e) {
            return Failures.onOutput(e, farm.getErr(), arguments);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: submit, watch, list, show, …");
    }

    static CommandLine commandLine(CommandEnvironment environment) {
        FarmCommand command = new FarmCommand();
        FarmOptions options = command.options;
        CommandLine farm = new CommandLine(command);
        farm.addSubcommand(new PlanCommand(environment, options));
        farm.addSubcommand(new SubmitCommand(environment, options));
        farm.addSubcommand(new GenerateCommand(environment, options));
        farm.addSubcommand(new WatchCommand(environment, options));
        farm.addSubcommand(new ListCommand(environment, options));
        farm.addSubcommand(new ShowCommand(environment, options));
        farm.addSubcommand(new TasksCommand(environment, options));
        farm.addSubcommand(new HistoryCommand(environment, options));
        farm.addSubcommand(new CancelCommand(environment, options));
        farm.addSubcommand(new PauseCommand(environment, options));
        farm.addSubcommand(new ResumeCommand(environment, options));
        farm.addSubcommand(new ProceedCommand(environment, options));
        farm.addSubcommand(new EditCommand(environment, options));
        farm.addSubcommand(new ExpediteCommand(environment, options));
        farm.addSubcommand(new SkipCommand(environment, options));
        farm.addSubcommand(new ReviewCommand(environment, options));
        farm.addSubcommand(new RerollCommand(environment, options));
        farm.addSubcommand(new RetryCommand(environment, options));
        farm.addSubcommand(new DownloadCommand(environment, options));
        farm.addSubcommand(new VerifyPicturesCommand(environment, options));
        farm.addSubcommand(new StatusCommand(environment, options));
        farm.addSubcommand(new UsageCommand(environment, options));
        farm.addSubcommand(new FailuresCommand(environment, options));
        farm.addSubcommand(new FilesCommand(environment, options));
        farm.addSubcommand(new DefaultsCommand(environment, options));
        farm.addSubcommand(new PresetsCommand(environment, options));
        farm.addSubcommand(new TemplatesCommand(environment, options));
        farm.addSubcommand(new ProfilesCommand(environment, options));
        farm.addSubcommand(new ModelsCommand(environment, options));
        farm.addSubcommand(new AuditCommand(environment, options));
        farm.addSubcommand(new PurgeCommand(environment, options));
        farm.addSubcommand(new RebuildCommand(environment, options));
        farm.addSubcommand(new CommandLine(new KeysCommand(environment, options))
                .addSubcommand(new CreateKeyCommand(environment, options))
                .addSubcommand(new RevokeKeyCommand(environment, options))
                .addSubcommand(new GenerateKeyCommand(options)));
        farm.addSubcommand(new CommandLine(new WorkersCommand(environment, options))
                .addSubcommand(new DrainCommand(environment, options))
                .addSubcommand(new TakeBackCommand(environment, options))
                .addSubcommand(new ForgetCommand(environment, options)));
        farm.addSubcommand(new WebhooksCommand(environment, options));
        convert(farm, BatchId.class, BatchId::new);
        convert(farm, FileId.class, FileId::new);
        convert(farm, FilePurpose.class, FarmCommand::purpose);
        convert(farm, KeptFor.class, KeptFor::of);
        convert(farm, KeyId.class, KeyId::new);
        convert(farm, ModelName.class, ModelName::new);
        convert(farm, Role.class, Role::named);
        convert(farm, WorkerId.class, WorkerId::new);
        convert(farm, WebhookId.class, WebhookId::new);
        convert(farm, TaskState.class, FarmCommand::taskState);
        convert(farm, TenantName.class, TenantName::new);
        convert(farm, Verdict.class, Verdict::named);
        convert(farm, OnInvalid.class, text -> OnInvalid.named(text.replace('-', '_')));
        convert(farm, BatchState.class, text -> BatchState.named(text.replace('-', '_')));
        convert(farm, FileFormat.class, FileFormat::named);
        convert(farm, int.class, text -> whole(text, Integer::parseInt));
        convert(farm, Integer.class, text -> whole(text, Integer::parseInt));
        convert(farm, Long.class, text -> whole(text, Long::parseLong));
        farm.setExecutionStrategy(FarmCommand::execute);
        farm.setExecutionExceptionHandler(Failures::onExecution);
        farm.setParameterExceptionHandler(Failures::onParameters);
        return farm;
    }

    /** Help and version are written outside of any command, whose failures alone would be handled. */
    private static int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (UnwritableOutputException e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static FilePurpose purpose(String text) {
        return named(FilePurpose.values(), FilePurpose::wireName, text);
    }

    private static TaskState taskState(String text) {
        return named(TaskState.values(), TaskState::wireName, text.replace('-', '_'));
    }

    private static <T> T named(T[] all, Function<T, String> name, String text) {
        return Arrays.stream(all)
                .filter(one -> name.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(all).map(name).collect(Collectors.joining(", ")) + ": " + text));
    }

    private static <T> T whole(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number, or too large a one: " + text);
        }
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
