package dev.renderfarm.coordinator.links;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the HTTP API has a picture, below the farm's address. */
public final class ImagePath {

    private static final int DIGITS = 8;

    public static String of(BatchId batch, ImageFile file) {
        return ofAll(batch) + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    }

    /**
     * The path of the picture made small, which may be kept for ever: another picture has another path.
     *
     * @param sha256 of the picture
     */
    public static String thumbnail(BatchId batch, ImageName name, String sha256) {
        return "/v1/batches/" + batch + "/thumbnails/" + URLEncoder.encode(name + ".jpg", StandardCharsets.UTF_8)
                + "?v=" + sha256.substring(0, Math.min(DIGITS, sha256.length()));
    }

    /** The path of the picture that an edit began with, laid out as its drawing began. */
    public static String source(TaskId task) {
        return "/v1/batches/" + task.batchId() + "/tasks/" + task.index() + "/source.png";
    }

    /** What the paths of all pictures of a batch begin with. */
    static String ofAll(BatchId batch) {
        return "/v1/batches/" + batch + "/images/";
    }

    private ImagePath() {}
}
