package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.coordinator.links.ImagePath;

/** How a picture is named in files that last: by a path, before which the farm's address comes as they are handed out. */
public final class ImageLinks {

    String image(BatchId batch, ImageFile file) {
        return ImagePath.of(batch, file);
    }
}
