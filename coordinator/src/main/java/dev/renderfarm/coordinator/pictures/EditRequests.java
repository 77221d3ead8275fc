package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.sources.SentPictures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's requests for edits, as JSON or as a form, as image requests: the pictures that come with one become files, by
 * whose ids the line names them. What else is wrong is told when the line is checked. Safe for several threads.
 */
public final class EditRequests {

    private static final String IMAGE = RequestField.IMAGE.wireName();
    private static final String IMAGES = "images";
    private static final String MASK = RequestField.MASK.wireName();
    private static final String OF_A_LIST = "[]";
    private static final String IMAGE_URL = "image_url";

    private static final Set<String> PICTURES = Set.of(IMAGE, IMAGES, MASK);
    /** Of OpenAI's parameters that are no texts. */
    private static final Set<String> NUMBERS = Set.of("partial_images", "output_compression");

    private static final Set<String> FLAGS = Set.of("stream", RequestField.PASTE.wireName());

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final SentPictures sent;

    public EditRequests(SentPictures sent) {
        this.sent = sent;
    }

    /** @param line what the line says, @param asked the same of another request for the same */
    private record Said(@Nullable Object line, @Nullable Object asked) {

        static Said of(@Nullable Object value) {
            return new Said(value, value);
        }

        static Said of(UploadedFile file) {
            return new Said(
                    file.id().value(),
                    Objects.requireNonNull(file.picture(), "it was looked at").sha256());
        }
    }

    /**
     * @throws RequestRefusedException naming the field that is wrong
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer
     */
    public DeskRequest ofJson(Map<String, Object> body) {
        Map<String, Said> fields = new LinkedHashMap<>();
        body.forEach((name, value) -> fields.put(name, PICTURES.contains(name) ? said(name, value) : Said.of(value)));
        return request(fields);
    }

    /** As {@link #ofJson}, of the parts of a form by their names. */
    public DeskRequest ofForm(Map<String, List<FormPart>> form) {
        Map<String, List<FormPart>> parts = new LinkedHashMap<>();
        form.forEach((name, given) ->
                parts.computeIfAbsent(single(name), none -> new ArrayList<>()).addAll(given));
        Map<String, Said> fields = new LinkedHashMap<>();
        parts.forEach((name, given) -> {
            if (given.size() > 1) {
                throw RequestRefusedException.invalid(
                        name,
                        PICTURES.contains(name)
                                ? name + " stands here " + given.size()
                                        + " times, a drawing begins with one picture: keep one"
                                : name + " stands here " + given.size() + " times: keep one");
            }
            fields.put(name, said(name, given.get(0)));
        });
        return request(fields);
    }

    private static DeskRequest request(Map<String, Said> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        Map<String, Object> asked = new LinkedHashMap<>();
        fields.forEach((name, said) -> {
            line.put(name, said.line());
            asked.put(name, said.asked());
        });
        return new DeskRequest(ImageEndpoint.EDITS, line, asked);
    }

    private Said said(String name, FormPart part) {
        if (part.file() != null) {
            if (!PICTURES.contains(name)) {
                throw RequestRefusedException.invalid(name, name + " is a file, and must be a text");
            }
            return Said.of(sent.save(name, part.filename(), part.file()));
        }
        return PICTURES.contains(name) ? said(name, part.text()) : Said.of(typed(name, part.text()));
    }

    /** A list of several is left as it is: the check of the line refuses it. */
    private Said said(String name, @Nullable Object value) {
        if (value instanceof String text && isData(text)) {
            return Said.of(sent.save(name, text));
        }
        if (value instanceof Map<?, ?> object
                && object.size() == 1
                && object.get(IMAGE_URL) instanceof String url
                && isData(url)) {
            return Said.of(sent.save(name, url));
        }
        if (value instanceof List<?> list && list.size() == 1) {
            return said(name, list.get(0));
        }
        return Said.of(value);
    }

    private static boolean isData(String text) {
        return text.regionMatches(true, 0, "data:", 0, "data:".length());
    }

    private static String single(String name) {
        String field = name.endsWith(OF_A_LIST) ? name.substring(0, name.length() - OF_A_LIST.length()) : name;
        return field.equals(IMAGES) ? IMAGE : field;
    }

    /** A form has texts alone; an empty one says nothing. */
    private static @Nullable Object typed(String name, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (FLAGS.contains(name) && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        boolean number = NUMBERS.contains(name)
                || Arrays.stream(RequestField.values())
                        .anyMatch(field -> field.isNumber() && field.wireName().equals(name));
        return number && NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
    }
}
