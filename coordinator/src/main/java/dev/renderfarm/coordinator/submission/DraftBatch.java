package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What a request would be submitted as, checked like a submission, and of which nothing is stored.
 *
 * @param content of its file, to be opened once and closed
 */
public record DraftBatch(BatchCommand.Submit command, Layout layout, String filename, Supplier<InputStream> content) {

    /** Stands for the batch that there is not. */
    private static final BatchId NONE = new BatchId("batch_plan");

    /**
     * @throws dev.renderfarm.coordinator.http.RequestRefusedException naming the field that is wrong
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     */
    public static DraftBatch of(
            BatchRequest request, ModelRegistry models, FileStore files, Layouts layouts, long drawnSeed, Instant now) {
        SubmissionCheck check = new SubmissionCheck(models, files.asker());
        boolean inline = request.requests() != null;
        byte[] lines = inline ? InlineRequests.lines(request) : new byte[0];
        BatchRequest ofFile = inline ? request.ofFile(InlineRequests.NOT_STORED_YET) : request;
        BatchCommand.Submit command = check.command(NONE, ofFile, null, null, null, drawnSeed, now);
        Layout layout = layouts.check().of(request.renderfarm());
        if (inline) {
            return new DraftBatch(command, layout, InlineRequests.FILENAME, () -> new ByteArrayInputStream(lines));
        }
        UploadedFile file = SubmissionCheck.checkedInput(files.find(command.inputFileId()), now);
        return new DraftBatch(command, layout, file.filename(), () -> files.open(command.inputFileId()));
    }
}
