package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageRequest;

/** How long pictures take, as far as others like them have told. Safe for several threads. Never blocks. */
public interface PictureTimes {

    /** Nobody knows. */
    PictureTimes UNKNOWN = (model, image) -> 0;

    /** Seconds of a device; 0 where nobody knows. */
    double seconds(ModelName model, ImageRequest image);
}
