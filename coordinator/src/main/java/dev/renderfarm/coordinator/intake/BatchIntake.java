package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchValidator;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Validates a batch's input as a stream: memory does not grow with the file but for 48 to 96 bytes per line and 24 to
 * 48 per picture that tell ids and names apart. The same submission writes the same parts. One wrong line rejects the
 * batch, unless it is to be skipped; what had been written by then is never read.
 */
public final class BatchIntake implements BatchValidator {

    private final FileStore files;
    private final ObjectStore objects;
    private final ModelRegistry models;
    private final InputFile input;
    private final IntakeLimits limits;
    private final Executor uploads;

    /** @param uploads writes parts while the lines after them are checked */
    public BatchIntake(
            FileStore files,
            ObjectStore objects,
            ModelRegistry models,
            InputFile input,
            IntakeLimits limits,
            Executor uploads) {
        this.files = files;
        this.objects = objects;
        this.models = models;
        this.input = input;
        this.limits = limits;
        this.uploads = uploads;
    }

    @Override
    public BatchCommand validate(BatchCommand.Submit submission) throws InterruptedException {
        ModelName wanted = submission.model();
        if (wanted != null && models.find(wanted).isEmpty()) {
            return rejected(
                    submission,
                    FailureCode.MODEL_NOT_FOUND,
                    "model",
                    "this farm does not have " + wanted + ", it has " + models.describe());
        }
        Optional<UploadedFile> file = files.find(submission.inputFileId());
        if (file.isEmpty()) {
            return missingFile(submission);
        }
        try (InputStream content = files.open(submission.inputFileId())) {
            return validate(submission, file.get().filename(), content);
        } catch (ObjectNotFoundException e) {
            return missingFile(submission);
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "reading file " + submission.inputFileId() + " broke off: " + e.getMessage(), e);
        }
    }

    private BatchCommand validate(BatchCommand.Submit submission, String filename, InputStream content)
            throws IOException, InterruptedException {
        boolean skipsLines = submission.rules().skipsLines();
        ErrorList errors = new ErrorList(limits.maxErrors());
        WarningList warnings = new WarningList();
        BatchModel model = new BatchModel(models, submission.model());
        LinePictures pictures = new LinePictures(new ImageNames(submission.revision()));
        RowChecker checker = new RowChecker(model, new DerivedSeed(submission.seed()), warnings, skipsLines, pictures);
        ItemPartWriter parts = new ItemPartWriter(objects, submission.batchId(), uploads);
        ItemSink sink = new ItemSink(checker, parts, errors, warnings, limits, skipsLines);
        input.read(filename, content, submission.rules(), sink);
        if (Thread.interrupted()) {
            throw new InterruptedException("validation of " + submission.batchId() + " was interrupted");
        }
        List<String> columns = sink.columns();
        if (errors.isEmpty() && sink.items() == 0) {
            errors.add(new LineError(
                    FailureCode.INVALID_REQUEST, null, null, "the file has no requests: write one line per picture"));
        }
        if (sink.isRejected() || model.chosen().isEmpty()) {
            InputReport report = new InputReport(0, warnings.toBatchWarnings());
            return new BatchCommand.Rejected(submission.batchId(), errors.toBatchErrors(), report);
        }
        parts.finish(columns);
        return new BatchCommand.Validated(
                submission.batchId(),
                model.chosen().get().name(),
                sink.items(),
                new InputReport(sink.skipped(), warnings.toBatchWarnings()),
                errors.ofSkipped(sink.skipped()),
                null);
    }

    private static BatchCommand missingFile(BatchCommand.Submit submission) {
        return rejected(
                submission,
                FailureCode.NOT_FOUND,
                "input_file_id",
                "there is no file " + submission.inputFileId() + ": upload it with POST /v1/files");
    }

    private static BatchCommand rejected(
            BatchCommand.Submit submission, FailureCode code, @Nullable String field, String message) {
        LineError error = new LineError(code, null, field, message);
        return new BatchCommand.Rejected(submission.batchId(), new BatchErrors(List.of(error)), InputReport.NONE);
    }
}
