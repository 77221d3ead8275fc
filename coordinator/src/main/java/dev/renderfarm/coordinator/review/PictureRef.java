package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures of a batch a request means: one by the index of its task, or all of a line by its id.
 *
 * @param place of it in the request, for messages
 * @param customId null where the index says it
 * @param index null where the line's id says it
 */
public record PictureRef(
        String place, @Nullable String customId, @Nullable Integer index) {

    /** @throws RequestRefusedException if it names none, or in two ways */
    public PictureRef {
        if ((customId == null) == (index == null)) {
            throw RequestRefusedException.invalid(
                    place, "name a picture by its index, or by the custom_id of its line, and by one of the two alone");
        }
        if (index != null && index < 0) {
            throw noPicture(place, index);
        }
    }

    static RequestRefusedException noPicture(String place, int index) {
        return RequestRefusedException.notFound(
                place, "the batch has no picture " + index + ": they are counted from 0");
    }

    /** What it means, as the request says it. */
    public String told() {
        return index != null ? "picture " + index : "the line \"" + shortened(customId) + "\"";
    }

    /** For a message about a task of the batch. */
    static String told(TaskId task) {
        return "picture " + task.index();
    }

    private static String shortened(@Nullable String id) {
        String text = String.valueOf(id);
        return text.length() <= MOST_TOLD ? text : text.substring(0, MOST_TOLD) + "…";
    }

    /** Of an id in a message. */
    private static final int MOST_TOLD = 200;
}
