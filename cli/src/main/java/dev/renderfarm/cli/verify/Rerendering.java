package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RerollRequest.PictureReroll;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Draws pictures again from the seeds that they were drawn from, in small batches of the farm, and holds what comes of it
 * against them.
 */
public final class Rerendering {

    private static final int PAGE = 1_000;

    private final FarmClient client;
    private final SourceReader reader = new SourceReader(SourceLimits.DEFAULT);

    public Rerendering(FarmClient client) {
        this.client = client;
    }

    /** Waits for a batch to end. */
    public interface Waiting {

        void untilItEnds(Batch batch) throws InterruptedException;
    }

    /**
     * By the names of the pictures; of those that the sample has. What the farm does not draw or give is not checked.
     */
    public Map<String, PictureFinding> of(PictureSample sample, Waiting waiting) throws InterruptedException {
        Map<String, PictureFinding> findings = new HashMap<>();
        for (List<PictureSample.Chosen> pictures : sample.batches()) {
            try {
                Batch drawn = client.reroll(
                        pictures.get(0).batch(),
                        new RerollRequest(
                                pictures.stream().map(Rerendering::again).toList()),
                        UUID.randomUUID().toString());
                waiting.untilItEnds(drawn);
                compare(pictures, drawn.id(), findings);
            } catch (FarmException e) {
                pictures.forEach(picture -> findings.putIfAbsent(picture.name(), PictureFinding.notChecked(said(e))));
            }
        }
        return findings;
    }

    private static PictureReroll again(PictureSample.Chosen picture) {
        return new PictureReroll(picture.index(), null, null, null, picture.seed(), null, null);
    }

    /** Pictures of the batch stand in the order in which they were asked for. */
    private void compare(List<PictureSample.Chosen> pictures, BatchId drawn, Map<String, PictureFinding> findings)
            throws InterruptedException {
        Map<String, String> devices = devices();
        List<TaskView> tasks = tasks(drawn);
        try (FetchedPictures fetched = new FetchedPictures(client)) {
            for (int i = 0; i < pictures.size(); i++) {
                PictureSample.Chosen picture = pictures.get(i);
                StoredImage image = i < tasks.size() ? tasks.get(i).image() : null;
                findings.put(
                        picture.name(),
                        image == null
                                ? PictureFinding.notChecked("it was not drawn again, see farm show " + drawn)
                                : compare(picture, drawn, image, fetched, devices));
            }
        }
    }

    private List<TaskView> tasks(BatchId drawn) throws InterruptedException {
        List<TaskView> tasks = new ArrayList<>();
        @Nullable TaskId after = null;
        ListView<TaskView> page;
        do {
            page = client.tasks(drawn, null, PAGE, after);
            tasks.addAll(page.data());
            after = page.lastId() == null ? after : TaskId.parse(page.lastId());
        } while (page.hasMore() && page.lastId() != null);
        return tasks;
    }

    private PictureFinding compare(
            PictureSample.Chosen picture,
            BatchId drawn,
            StoredImage image,
            FetchedPictures fetched,
            Map<String, String> devices)
            throws InterruptedException {
        if (image.sha256().equals(Sha256.hex(picture.file()))) {
            return PictureFinding.holds("the same bytes");
        }
        try {
            ImageFile file = ImageFile.parse(image.key().substring(image.key().lastIndexOf('/') + 1));
            PictureSample.Story story = Json.read(fetched.metadata(drawn, file), PictureSample.Story.class);
            if (!story.modelDigest().equals(picture.model())) {
                return PictureFinding.notChecked("the farm draws with another package of the model now");
            }
            if (story.seed() == null || story.seed() != picture.seed()) {
                return PictureFinding.notChecked("it failed a check, and was drawn again from another seed");
            }
            return judged(
                    reader.read(picture.file()),
                    reader.read(fetched.picture(drawn, file)),
                    devices.get(String.valueOf(picture.worker())),
                    devices.get(String.valueOf(story.worker())));
        } catch (SourceRefusedException | MalformedJsonException | IllegalArgumentException e) {
            return PictureFinding.notChecked("they cannot be compared: " + e.getMessage());
        } catch (FarmException e) {
            return PictureFinding.notChecked(said(e));
        }
    }

    /** Devices of one kind draw the same; others nearly so. */
    private static PictureFinding judged(
            Pixels before, Pixels after, @Nullable String deviceBefore, @Nullable String deviceAfter) {
        if (before.width() != after.width() || before.height() != after.height()) {
            return PictureFinding.fails("it is another size now");
        }
        int changed = 0;
        int most = 0;
        for (int pixel = 0; pixel < before.count(); pixel++) {
            int difference = difference(before.rgb(), after.rgb(), pixel * Pixels.COLOURS);
            changed += difference == 0 ? 0 : 1;
            most = Math.max(most, difference);
        }
        if (changed == 0) {
            return PictureFinding.holds("the same pixels, in a file of other bytes");
        }
        String told = changed + " of " + before.count() + " pixels differ, by up to " + most + " of 255 levels";
        if (deviceBefore == null || deviceAfter == null) {
            return PictureFinding.notChecked(told + "; which device drew it is not known any more");
        }
        return deviceBefore.equals(deviceAfter)
                ? PictureFinding.fails(told + ", on the same kind of device, " + deviceAfter)
                : PictureFinding.notChecked(told + "; drawn on " + deviceBefore + ", and now on " + deviceAfter);
    }

    private static int difference(byte[] before, byte[] after, int at) {
        int most = 0;
        for (int colour = at; colour < at + Pixels.COLOURS; colour++) {
            most = Math.max(most, Math.abs((before[colour] & 0xff) - (after[colour] & 0xff)));
        }
        return most;
    }

    /** Kinds of devices by the names of the workers that have them, of all that were heard of lately. */
    private Map<String, String> devices() throws InterruptedException {
        Map<String, String> devices = new HashMap<>();
        for (WorkerView worker : client.workers().data()) {
            if (worker.heartbeat().hardware() != null) {
                devices.put(
                        worker.heartbeat().workerId().value(),
                        worker.heartbeat().hardware().name());
            }
        }
        return devices;
    }

    private static String said(FarmException e) {
        return String.valueOf(e.getMessage());
    }
}
