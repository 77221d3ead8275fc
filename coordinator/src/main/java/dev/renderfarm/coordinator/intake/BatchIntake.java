package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchValidator;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.layout.LayoutStore;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Validates a batch's input, see {@link InputCheck}. The same submission writes the same parts. One wrong line rejects the
 * batch, unless it is to be skipped; what had been written by then is never read.
 */
public final class BatchIntake implements BatchValidator {

    private final FileStore files;
    private final LayoutStore layouts;
    private final ObjectStore objects;
    private final InputCheck check;
    private final Executor uploads;

    /** @param uploads writes parts while the lines after them are checked */
    public BatchIntake(FileStore files, LayoutStore layouts, ObjectStore objects, InputCheck check, Executor uploads) {
        this.files = files;
        this.layouts = layouts;
        this.objects = objects;
        this.check = check;
        this.uploads = uploads;
    }

    @Override
    public BatchCommand validate(BatchCommand.Submit submission) throws InterruptedException {
        Optional<LineError> missingModel = check.missingModel(submission);
        if (missingModel.isPresent()) {
            return rejected(submission, missingModel.get());
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
        ItemPartWriter parts = new ItemPartWriter(objects, submission.batchId(), uploads);
        InputCheck.Findings found =
                check.check(submission, layouts.of(submission.batchId()), filename, content, new PartTarget(parts));
        if (found.rejected()) {
            return new BatchCommand.Rejected(
                    submission.batchId(), found.errors(), new InputReport(0, found.warnings()));
        }
        parts.finish(found.columns());
        return new BatchCommand.Validated(
                submission.batchId(),
                found.model().orElseThrow().name(),
                found.items(),
                new InputReport(found.skipped(), found.warnings()),
                found.skippedErrors(),
                null);
    }

    private static BatchCommand missingFile(BatchCommand.Submit submission) {
        return rejected(
                submission,
                new LineError(
                        FailureCode.NOT_FOUND,
                        null,
                        "input_file_id",
                        "there is no file " + submission.inputFileId() + ": upload it with POST /v1/files"));
    }

    private static BatchCommand rejected(BatchCommand.Submit submission, LineError error) {
        return new BatchCommand.Rejected(submission.batchId(), new BatchErrors(List.of(error)), InputReport.NONE);
    }
}
