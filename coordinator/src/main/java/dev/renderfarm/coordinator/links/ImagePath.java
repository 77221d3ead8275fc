package dev.renderfarm.coordinator.links;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the HTTP API has a picture, below the farm's address. */
public final class ImagePath {

    public static String of(BatchId batch, ImageFile file) {
        return ofAll(batch) + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    }

    /** What the paths of all pictures of a batch begin with. */
    static String ofAll(BatchId batch) {
        return "/v1/batches/" + batch + "/images/";
    }

    private ImagePath() {}
}
