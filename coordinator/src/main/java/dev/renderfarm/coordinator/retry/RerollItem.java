package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.review.PictureRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other pictures of a line, as somebody wants them.
 *
 * @param ref which picture they are like
 * @param asked what is to be otherwise
 */
record RerollItem(PictureRef ref, RerollRequest.PictureReroll asked) {

    /** @throws RequestRefusedException naming the field */
    static List<RerollItem> of(RerollRequest request) {
        List<RerollRequest.PictureReroll> given = request.items() == null ? List.of() : request.items();
        if (given.isEmpty() || given.size() > RerollRequest.MOST_ITEMS) {
            throw RequestRefusedException.invalid(
                    "items", "items must be a list of 1 to " + RerollRequest.MOST_ITEMS + " pictures");
        }
        List<RerollItem> items = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            items.add(item("items[" + i + "]", given.get(i)));
        }
        return items;
    }

    private static RerollItem item(String place, RerollRequest.@Nullable PictureReroll asked) {
        if (asked == null) {
            throw RequestRefusedException.invalid(place, "an item must be an object with a picture");
        }
        if (asked.prompt() != null && asked.prompt().isBlank()) {
            throw RequestRefusedException.invalid(
                    place + ".prompt", "prompt must say what the picture shows; leave it out to keep the one it had");
        }
        Integer n = asked.n();
        if (n != null && (n < 1 || n > RerollRequest.MOST_PICTURES)) {
            throw RequestRefusedException.invalid(
                    place + ".n", "n must be a whole number from 1 to " + RerollRequest.MOST_PICTURES);
        }
        checkSeed(place, asked.seed(), asked.newSeed());
        return new RerollItem(new PictureRef(place, asked.customId(), asked.index()), asked);
    }

    private static void checkSeed(String place, @Nullable Long seed, @Nullable Boolean newSeed) {
        if (seed != null && (seed < 0 || seed > ImageRequest.MAX_SEED)) {
            throw RequestRefusedException.invalid(
                    place + ".seed", "seed must be a whole number from 0 to " + ImageRequest.MAX_SEED);
        }
        if (seed != null && newSeed != null) {
            throw RequestRefusedException.invalid(place + ".new_seed", "give seed or new_seed, not both");
        }
    }

    /** The fields of the line that asks for them. */
    Map<String, Object> fields(ImageEndpoint endpoint, RenderItem item, StoredItem stored) {
        int pictures = asked.n() == null ? 1 : asked.n();
        boolean sameSeed = Boolean.FALSE.equals(asked.newSeed());
        Map<String, Object> fields = AskedAgain.fields(endpoint, item, stored, pictures, sameSeed);
        if (asked.prompt() != null) {
            fields.put(RequestField.PROMPT.wireName(), asked.prompt());
        }
        if (asked.negativePrompt() != null) {
            fields.put(
                    RequestField.NEGATIVE_PROMPT.wireName(),
                    asked.negativePrompt().isBlank() ? "" : asked.negativePrompt());
        }
        if (asked.seed() != null) {
            fields.put(RequestField.SEED.wireName(), asked.seed());
        }
        return fields;
    }
}
