package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pictures of a batch, fetched one after the other from the farm; nothing of them is kept. */
public final class BatchPictures {

    private static final int PAGE = 1_000;
    private static final String METADATA = "json";

    private final FarmClient client;
    private final PictureExamination examination;

    public BatchPictures(FarmClient client, PictureExamination examination) {
        this.client = client;
        this.examination = examination;
    }

    /**
     * Examines all that are finished by now. One that the farm does not have is found to fail.
     *
     * @throws FarmException where other pictures cannot be fetched either
     */
    public void examine(BatchId batch, Consumer<Examined> found) throws InterruptedException {
        Path scratch;
        try {
            scratch = Files.createTempFile("farm-verify", ".part");
        } catch (IOException e) {
            throw unwritable(e);
        }
        try {
            @Nullable TaskId after = null;
            ListView<TaskView> page;
            do {
                page = client.tasks(batch, TaskState.COMPLETED, PAGE, after);
                for (TaskView task : page.data()) {
                    found.accept(examine(batch, task, scratch));
                }
                after = page.lastId() == null ? after : TaskId.parse(page.lastId());
            } while (page.hasMore() && page.lastId() != null);
        } finally {
            scratch.toFile().delete();
        }
    }

    private Examined examine(BatchId batch, TaskView task, Path scratch) throws InterruptedException {
        StoredImage image = task.image();
        if (image == null) {
            return lost(task.id().toString(), "the farm tells no picture of it");
        }
        String name = image.key().substring(image.key().lastIndexOf('/') + 1);
        try {
            ImageFile file = ImageFile.parse(name);
            byte[] metadata = fetch(batch, file, METADATA, scratch);
            byte[] content = fetch(batch, file, file.format().extension(), scratch);
            return examination.of(name, content, Optional.of(metadata), Optional.of(image.sha256()));
        } catch (IllegalArgumentException e) {
            return lost(name, "it cannot be the name of a picture");
        } catch (FarmException e) {
            if (e.code() != FailureCode.NOT_FOUND) {
                throw e;
            }
            return lost(name, "the farm does not have it: " + e.getMessage());
        }
    }

    private byte[] fetch(BatchId batch, ImageFile file, String extension, Path scratch) throws InterruptedException {
        client.save(batch, file.name(), extension, scratch);
        try {
            return Files.readAllBytes(scratch);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static Examined lost(String name, String why) {
        Map<PictureTrait, PictureFinding> findings = new EnumMap<>(PictureTrait.class);
        findings.put(PictureTrait.DIGEST, PictureFinding.fails(why));
        findings.put(PictureTrait.PROVENANCE, PictureFinding.notTold("none"));
        findings.put(PictureTrait.KEPT, PictureFinding.notTold("none"));
        return new Examined(name, findings);
    }

    private static FarmException unwritable(IOException e) {
        return new FarmException(
                FailureCode.OUTPUT_UNWRITABLE, "pictures cannot be held on this disk while they are examined: " + e);
    }
}
