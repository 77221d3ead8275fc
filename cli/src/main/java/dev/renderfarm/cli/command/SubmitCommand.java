package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.RequestField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends a file and renders it. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Renders the pictures that the lines of FILE ask for.",
        footer = {
            "",
            "FILE is CSV with a header, or JSONL with the same fields or in OpenAI's batch form. Cells are separated by"
                    + " comma, semicolon, tab or |; a first line such as sep=; is heeded. From Excel, save as"
                    + " \"CSV UTF-8\" or \"Unicode Text\".",
            "",
            "Standard input and pipes are read to their end first, and it is said what they were taken for.",
            "",
            "It waits up to five seconds for the farm to read the file, and says what was wrong or left out.",
            "",
            "With --watch the exit code is 0 if all pictures were rendered, 10 if some failed; see farm --help."
        })
final class SubmitCommand implements Callable<Integer> {

    private static final String FIELDS = "fields";
    private static final int MOST_ASKED = 50;
    private static final Duration BETWEEN_ASKING = Duration.ofMillis(100);

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Mixin
    InputOptions input = new InputOptions();

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "Tries of a picture that fails (default: the farm's)")
    @Nullable
    Integer maxAttempts;

    @Option(
            names = "--metadata",
            paramLabel = "K=V",
            description = "A note that is kept with the batch; may be repeated")
    Map<String, String> metadata = Map.of();

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "Submitting again with the same key gives the batch that is there already (default: a new one)")
    String idempotencyKey = UUID.randomUUID().toString();

    @Option(names = "--name", paramLabel = "TEXT", description = "What to call the batch")
    @Nullable
    String name;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "From -100 to 100: the higher goes first (default: 0)")
    @Nullable
    Integer priority;

    @Option(
            names = "--deadline",
            paramLabel = "WHEN",
            description = "When it is wanted, such as 2026-01-02T18:00:00+01:00; it goes on beyond")
    @Nullable
    String deadline;

    @Option(
            names = "--preview-every",
            paramLabel = "N",
            description = "Render one picture in N first, and then the others")
    @Nullable
    Integer previewEvery;

    @Option(
            names = "--approve",
            description = "After --preview-every: the others wait until farm proceed, or farm cancel")
    boolean approve;

    @Option(
            names = "--stop-when-failed",
            paramLabel = "PERCENT",
            description = "Pause the batch, once, when more of its pictures have failed; farm resume lets it go on")
    @Nullable
    Integer stopWhenFailed;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose part of the farm it uses (default: that of all who name none)")
    @Nullable
    TenantName tenant;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Pictures of it that may be with workers or queued for them at once (default: the farm says)")
    @Nullable
    Integer maxInFlight;

    @Option(
            names = "--require-worker",
            description = "Refuse the batch where no worker of its model runs (default: it waits for one)")
    boolean requireWorker;

    @Option(
            names = "--output-expires-after",
            paramLabel = "TIME",
            description = "From 1h to 30d: how long the farm keeps manifest, output and errors; pictures stay"
                    + " (default: until they are deleted)")
    @Nullable
    KeptFor outputExpiresAfter;

    @Option(names = "--watch", description = "Show progress until the batch has ended")
    boolean watch;

    SubmitCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /** Lets the help tell what a line of the file may say, from the fields' declaration. */
    @Spec
    void explainFields(CommandSpec spec) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (RequestField field : RequestField.values()) {
            fields.put(String.join(", ", field.names()), field.description());
        }
        UsageMessageSpec usage = spec.usageMessage();
        usage.sectionMap().put(FIELDS, help -> "\nA line may say:\n" + help.createTextTable(fields));
        List<String> sections = new ArrayList<>(usage.sectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), FIELDS);
        usage.sectionKeys(sections);
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchRequest.Options wanted = wanted();
        FarmClient client = options.client(environment);
        FileId uploaded;
        String described;
        try (SubmittedFile file = SubmittedFile.of(input.file, input.format, environment.input())) {
            wanted = input.withImages(wanted, file.path(), client);
            uploaded = client.upload(file.path(), file.name());
            described = file.described();
        }
        BatchRequest request = BatchRequest.images(input.endpoint(), uploaded, metadata, input.model, wanted);
        Batch batch = client.submit(
                outputExpiresAfter == null ? request : request.outputExpiringAfter(outputExpiresAfter.json()),
                idempotencyKey);
        String done = "Submitted " + described + " as " + batch.id();
        if (watch) {
            options.tell(done, () -> options.introduce(done));
            return new Follow(environment, options).toTheEnd(batch.id(), BatchSource.of(client));
        }
        return tell(validated(client, batch), done);
    }

    /** What the options ask for; wrong ones are refused before anything is sent. */
    private BatchRequest.Options wanted() {
        BatchRequest.Options wanted = input.options(maxAttempts)
                .onTerms(name, priority, deadline, preview(), stopWhenFailed == null ? null : stopWhenFailed / 100.0)
                .ofTenant(tenant == null ? null : tenant.value(), maxInFlight);
        return requireWorker ? wanted.requiringWorker() : wanted;
    }

    private BatchRequest.@Nullable PreviewRequest preview() {
        if (approve && previewEvery == null) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "--approve needs --preview-every N");
        }
        return previewEvery == null ? null : new BatchRequest.PreviewRequest(previewEvery, approve);
    }

    /** As it is once its input has been read, if that does not take long. */
    private Batch validated(FarmClient client, Batch submitted) throws InterruptedException {
        Batch batch = submitted;
        try {
            for (int asked = 0; asked < MOST_ASKED && batch.status() == BatchStatus.VALIDATING; asked++) {
                environment.sleeper().sleep(BETWEEN_ASKING);
                batch = client.batch(batch.id());
            }
        } catch (FarmException e) {
            // it is submitted all the same, and to be followed where the farm answers again
        }
        return batch;
    }

    private int tell(Batch batch, String done) {
        boolean failed = batch.status() == BatchStatus.FAILED;
        String news = failed
                ? BatchText.ending(batch, environment.clock().instant())
                : "Follow it: farm watch " + batch.id() + "\n";
        options.tell(done, () -> options.print(batch, done + "\n" + BatchText.warnings(batch) + news));
        return failed ? BatchExitCode.of(batch) : 0;
    }
}
