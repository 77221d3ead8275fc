package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.input.FieldNames;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items as lines of a JSON Lines file that ask for them again. */
final class AskedAgain {

    /** Of a carried column that is called like a field; manifests have the same. */
    private static final String PREFIX = "input_";

    /**
     * The fields of a line, in order.
     *
     * @param endpoint by which it was asked for
     * @param stored of the item
     * @param pictures how many
     * @param withSeed whether it is the seed that the item had
     */
    static Map<String, Object> fields(
            ImageEndpoint endpoint, RenderItem item, StoredItem stored, int pictures, boolean withSeed) {
        ImageRequest image = item.image();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(RequestField.CUSTOM_ID.wireName(), item.customId());
        fields.put(RequestField.PROMPT.wireName(), image.prompt());
        if (image.negativePrompt() != null) {
            fields.put(RequestField.NEGATIVE_PROMPT.wireName(), image.negativePrompt());
        }
        fields.put(RequestField.SIZE.wireName(), image.size().toString());
        if (pictures > 1) {
            fields.put(RequestField.N.wireName(), pictures);
        }
        if (withSeed) {
            fields.put(RequestField.SEED.wireName(), image.seed());
        }
        image.sampling().byField().forEach((field, number) -> fields.put(field.wireName(), number));
        if (image.scheduler() != null) {
            fields.put(RequestField.SCHEDULER.wireName(), image.scheduler().wireName());
        }
        image.saidSizes().byField().forEach((field, text) -> fields.put(field.wireName(), text));
        fields.put(RequestField.OUTPUT_FORMAT.wireName(), image.outputFormat().wireName());
        Delivery delivery = image.encoding().delivery();
        boolean isChosen = delivery != null && image.outputFormat() != ImageFormat.PNG;
        if (isChosen || image.encoding().outputCompression() != null) {
            fields.put(
                    RequestField.OUTPUT_COMPRESSION.wireName(), image.encoding().quality());
        }
        if (delivery != null) {
            fields.put(RequestField.PROFILE.wireName(), delivery.profile());
        }
        fields.put(
                RequestField.RESPONSE_FORMAT.wireName(), stored.responseFormat().wireName());
        if (image.edit() != null) {
            EditText.fields(image.edit()).forEach((field, value) -> fields.put(field.wireName(), value));
        }
        stored.columns().forEach((name, text) -> fields.put(free(endpoint, name, fields), text));
        return fields;
    }

    /** A name under which a column is carried, and read as no field. */
    private static String free(ImageEndpoint endpoint, String name, Map<String, Object> fields) {
        String free = name;
        while (FieldNames.isOne(free, endpoint) || fields.containsKey(free)) {
            free = PREFIX + free;
        }
        return free;
    }

    private AskedAgain() {}
}
