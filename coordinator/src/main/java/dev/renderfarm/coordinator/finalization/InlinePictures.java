package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.wire.Base64File;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.finalization.OutputLine.NotInlined;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a batch that stand in its output themselves, because their lines ask for that and there is room. A
 * line has all of its pictures in the file or none of them for want of room; from the first line on that has no room
 * none has. The pictures of one line are on local disk at a time.
 */
final class InlinePictures {

    /**
     * How a picture stands in its line. By its address where there is no content.
     *
     * @param reason why there is none, where its line asks for it
     */
    record Form(@Nullable Base64File content, @Nullable NotInlined reason) {

        private static final Form URL = new Form(null, null);
    }

    /** @param first line of the input; null where it is not known */
    private record Lines(@Nullable Integer first, int number) {

        Lines and(Lines others) {
            return new Lines(first, number + others.number);
        }
    }

    private final LocalPictures pictures;
    private final LocalFolder folder;
    private final long room;
    private final Map<NotInlined, Lines> byUrl = new EnumMap<>(NotInlined.class);
    private long taken;
    private boolean full;

    /**
     * @param folder where they lie
     * @param room for all pictures of the batch together, in characters of base64
     */
    InlinePictures(ObjectStore objects, LocalFolder folder, long room) {
        this.pictures = new LocalPictures(objects);
        this.folder = folder;
        this.room = room;
    }

    /**
     * Of those pictures of the request that were rendered, in their order. What is given is valid until the next
     * request is asked for, which comes after it in the input.
     *
     * @throws IOException if local disk fails
     */
    List<Form> of(SettledRequest request) throws IOException {
        List<StoredImage> images = request.images();
        List<Form> forms = new ArrayList<>();
        boolean inline = request.responseFormat() == ResponseFormat.B64_JSON;
        boolean fits = inline && !images.isEmpty() && take(images);
        for (StoredImage image : images) {
            forms.add(fits ? fetched(image, forms.size()) : inline ? new Form(null, NotInlined.LIMIT) : Form.URL);
        }
        note(request, forms);
        return forms;
    }

    /** Room is taken by what was rendered, whatever has become of it in the bucket. */
    private boolean take(List<StoredImage> images) {
        long wanted = images.stream()
                .mapToLong(image -> Base64File.charactersOf(image.bytes()))
                .sum();
        full = full || wanted > room - taken;
        taken += full ? 0 : wanted;
        return !full;
    }

    private Form fetched(StoredImage image, int number) throws IOException {
        Path file = folder.file("picture-" + number);
        Optional<NotInlined> reason = pictures.copy(image, file);
        return reason.map(why -> new Form(null, why)).orElseGet(() -> new Form(new Base64File(file), null));
    }

    private void note(SettledRequest request, List<Form> forms) {
        Integer line = request.line() == RenderItem.LINE_UNKNOWN ? null : request.line();
        for (NotInlined reason : NotInlined.values()) {
            if (forms.stream().anyMatch(form -> form.reason() == reason)) {
                byUrl.merge(reason, new Lines(line, 1), Lines::and);
            }
        }
    }

    /** What of all that was asked for does not stand as it was asked for; null where everything does. */
    @Nullable
    BatchWarnings warnings() {
        List<LineWarning> warnings = new ArrayList<>();
        byUrl.forEach((reason, lines) -> warnings.add(warning(reason, lines)));
        return warnings.isEmpty() ? null : new BatchWarnings(warnings, 0);
    }

    private LineWarning warning(NotInlined reason, Lines lines) {
        String why =
                switch (reason) {
                    case LIMIT ->
                        "from here on output.jsonl has the url instead of b64_json: there is room for " + room
                                + " bytes of pictures in it; fetch the others by their urls, or hand in smaller batches";
                    case MISSING -> "output.jsonl has the url instead of b64_json: the picture is gone from the bucket";
                    case CHANGED ->
                        "output.jsonl has the url instead of b64_json: what is in the bucket is not the picture that"
                                + " was rendered";
                    case REFUSED ->
                        "output.jsonl has the url instead of b64_json: the bucket does not hand out the picture";
                };
        String where = lines.number() == 1 ? "" : " (" + lines.number() + " lines, first line " + lines.first() + ")";
        return new LineWarning(
                WarningCode.GIVEN_AS_URL, lines.first(), RequestField.RESPONSE_FORMAT.wireName(), why + where);
    }
}
