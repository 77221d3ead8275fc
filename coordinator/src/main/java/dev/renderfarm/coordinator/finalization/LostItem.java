package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;

/**
 * Stands in for an item that cannot be read any more, so that the batch's files have a row for its task all the same.
 */
final class LostItem {

    private static final ImageRequest UNKNOWN =
            new ImageRequest("(lost)", null, new ImageSize(1, 1), Sampling.of(1, 0), 0);

    /** Named by the task's index; a picture that was rendered before the item was lost keeps its name. */
    static RenderItem of(TaskView task) {
        int index = task.id().index();
        String id = "lost-item-" + index;
        StoredImage image = task.image();
        return new RenderItem(
                index,
                RenderItem.LINE_UNKNOWN,
                id,
                null,
                new ImageName(image == null ? id : baseName(image.key())),
                UNKNOWN);
    }

    /** Whether what the item says of its picture is not known. */
    static boolean isStandIn(RenderItem item) {
        return item.image() == UNKNOWN;
    }

    private static String baseName(String key) {
        return key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('.'));
    }

    private LostItem() {}
}
