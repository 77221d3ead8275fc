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
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pictures of a batch, fetched one after the other from the farm; nothing of them is kept. */
public final class BatchPictures {

    private static final int PAGE = 1_000;

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
        try (FetchedPictures fetched = new FetchedPictures(client)) {
            @Nullable TaskId after = null;
            ListView<TaskView> page;
            do {
                page = client.tasks(batch, TaskState.COMPLETED, PAGE, after);
                for (TaskView task : page.data()) {
                    found.accept(examine(batch, task, fetched));
                }
                after = page.lastId() == null ? after : TaskId.parse(page.lastId());
            } while (page.hasMore() && page.lastId() != null);
        }
    }

    private Examined examine(BatchId batch, TaskView task, FetchedPictures fetched) throws InterruptedException {
        StoredImage image = task.image();
        if (image == null) {
            return lost(task.id().toString(), "the farm tells no picture of it");
        }
        String name = image.key().substring(image.key().lastIndexOf('/') + 1);
        try {
            ImageFile file = ImageFile.parse(name);
            byte[] metadata = fetched.metadata(batch, file);
            byte[] content = fetched.picture(batch, file);
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

    private static Examined lost(String name, String why) {
        Map<PictureTrait, PictureFinding> findings = new EnumMap<>(PictureTrait.class);
        findings.put(PictureTrait.DIGEST, PictureFinding.fails(why));
        findings.put(PictureTrait.PROVENANCE, PictureFinding.notTold("none"));
        findings.put(PictureTrait.KEPT, PictureFinding.notTold("none"));
        return new Examined(name, findings);
    }
}
