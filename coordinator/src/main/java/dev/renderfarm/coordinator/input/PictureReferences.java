package dev.renderfarm.coordinator.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** OpenAI's ways to name a picture, {@code {"file_id": …}} or {@code {"image_url": …}}, as a cell of a sheet would. */
final class PictureReferences {

    private static final String FORM = "must be {\"file_id\": …} or {\"image_url\": …}, or one of the two as a text";

    /**
     * What is read of one.
     *
     * @param text what a cell would hold; empty where the value is refused
     * @param refusal why it is, and what to do
     */
    record Read(Optional<String> text, String refusal) {

        private static Read of(String text) {
            return new Read(Optional.of(text), "");
        }

        private static Read refused(String why) {
            return new Read(Optional.empty(), why);
        }
    }

    /** @param value a text, an object, or a list of one of them; not null */
    static Read read(JsonNode value) {
        if (value.isArray()) {
            return switch (value.size()) {
                case 0 -> Read.refused("is empty: name the picture that the drawing begins with");
                case 1 -> value.get(0).isArray() ? Read.refused(FORM) : read(value.get(0));
                default ->
                    Read.refused("names " + value.size()
                            + " pictures, a drawing begins with one: keep one, and write a line for each other");
            };
        }
        if (value.isTextual()) {
            return Read.of(value.textValue());
        }
        if (!value.isObject()) {
            return Read.refused(FORM);
        }
        Optional<String> text = Optional.empty();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode named = entry.getValue();
            boolean known = entry.getKey().equals("file_id") || entry.getKey().equals("image_url");
            if (!known || text.isPresent() || !(named.isTextual() || named.isNull())) {
                return Read.refused(FORM);
            }
            text = named.isNull() ? text : Optional.of(named.textValue());
        }
        return text.map(Read::of).orElseGet(() -> Read.refused(FORM));
    }

    private PictureReferences() {}
}
