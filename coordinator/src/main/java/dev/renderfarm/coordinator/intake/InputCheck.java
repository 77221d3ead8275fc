package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.input.ColumnRules;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.layout.LayoutSink;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.coordinator.sources.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks an input as a stream, be it to validate a batch or to plan one. Memory does not grow with the file but for 48 to
 * 96 bytes per line and 24 to 48 per picture that tell ids and names apart. Safe for several threads.
 */
public final class InputCheck {

    private final ModelRegistry models;
    private final InputFile input;
    private final IntakeLimits limits;
    private final SourceDesk sources;
    private final DeliveryReader deliveries;

    public InputCheck(
            ModelRegistry models, InputFile input, IntakeLimits limits, SourceDesk sources, DeliveryProfiles profiles) {
        this.models = models;
        this.input = input;
        this.limits = limits;
        this.sources = sources;
        this.deliveries = new DeliveryReader(profiles);
    }

    /**
     * What has been found.
     *
     * @param model empty where no line is sound and none was asked for
     * @param rejected whether nothing is to be rendered
     * @param items of a batch that is not rejected
     * @param skipped lines that are left out since they are not sound
     * @param leftOut lines that corrections leave out
     * @param errors where it is rejected
     * @param skippedErrors where it is not; null where nothing was skipped
     * @param columns names of all that any line carries
     */
    public record Findings(
            Optional<FarmModel> model,
            boolean rejected,
            int items,
            int skipped,
            int leftOut,
            BatchErrors errors,
            @Nullable BatchErrors skippedErrors,
            @Nullable BatchWarnings warnings,
            List<String> columns) {}

    /** That the farm has no such model, if the submission asks for one. */
    public Optional<LineError> missingModel(BatchCommand.Submit submission) {
        return Optional.ofNullable(submission.model())
                .filter(wanted -> models.find(wanted).isEmpty())
                .map(wanted -> new LineError(
                        FailureCode.MODEL_NOT_FOUND,
                        null,
                        "model",
                        "this farm does not have " + wanted + ", it has " + models.describe()));
    }

    /**
     * As the other, of a batch that there will not be: nothing is kept for it.
     *
     * @throws IOException if the stream itself fails
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public Findings dryCheck(
            BatchCommand.Submit submission, Layout layout, String filename, InputStream content, IntakeTarget target)
            throws IOException, InterruptedException {
        return check(
                submission,
                layout,
                filename,
                content,
                target,
                sources.dry(submission.sharing().tenant()));
    }

    /**
     * Keeps the pictures that lines begin with for the batch.
     *
     * @param submission whose model the farm has
     * @throws IOException if the stream itself fails
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public Findings check(
            BatchCommand.Submit submission, Layout layout, String filename, InputStream content, IntakeTarget target)
            throws IOException, InterruptedException {
        return check(
                submission,
                layout,
                filename,
                content,
                target,
                sources.of(submission.batchId(), submission.sharing().tenant()));
    }

    private Findings check(
            BatchCommand.Submit submission,
            Layout layout,
            String filename,
            InputStream content,
            IntakeTarget target,
            Sources found)
            throws IOException, InterruptedException {
        ImageEndpoint endpoint = ImageEndpoint.of(submission.endpoint());
        boolean skipsLines = submission.rules().skipsLines();
        ErrorList errors = new ErrorList(limits.maxErrors());
        WarningList warnings = new WarningList();
        BatchModel model = new BatchModel(models, submission.model());
        LinePictures pictures = new LinePictures(new ImageNames(submission.revision()));
        EditReader edits =
                endpoint == ImageEndpoint.EDITS ? new EditReader(found, new BatchImages(layout.images())) : null;
        RowChecker checker = new RowChecker(
                model, new DerivedSeed(submission.seed()), warnings, skipsLines, pictures, deliveries, edits);
        ItemSink sink = new ItemSink(checker, target, errors, warnings, limits, skipsLines);
        int leftOut = 0;
        if (layout.changesNoRow()) {
            input.read(filename, content, submission.rules(), ColumnRules.of(endpoint), sink);
        } else {
            LayoutSink laid = new LayoutSink(layout, sink);
            input.read(filename, content, submission.rules(), layout.columnRules(endpoint), laid);
            laid.finish();
            leftOut = laid.skipped();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("the check of " + submission.batchId() + " was interrupted");
        }
        List<String> columns = sink.columns();
        if (errors.isEmpty() && sink.items() == 0) {
            sink.problem(new LineError(
                    FailureCode.INVALID_REQUEST, null, null, "the file has no requests: write one line per picture"));
        }
        return new Findings(
                model.chosen(),
                sink.isRejected() || model.chosen().isEmpty(),
                sink.items(),
                sink.skipped(),
                leftOut,
                errors.toBatchErrors(),
                errors.ofSkipped(sink.skipped()),
                warnings.toBatchWarnings(),
                columns);
    }
}
