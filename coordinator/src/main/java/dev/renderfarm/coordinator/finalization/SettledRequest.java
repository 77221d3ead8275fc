package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.StoredImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request of a batch and what became of its pictures. Where some succeeded and some did not, it has a line in both
 * files.
 *
 * @param pictures at least one
 */
record SettledRequest(List<SettledTask> pictures) {

    SettledRequest {
        pictures = List.copyOf(pictures);
    }

    ResponseFormat responseFormat() {
        return first().responseFormat();
    }

    /** The pictures that were rendered. */
    List<StoredImage> images() {
        return pictures.stream()
                .flatMap(picture -> Stream.ofNullable(picture.image()))
                .toList();
    }

    /**
     * The line of {@code output.jsonl}: all pictures that were rendered, if any was.
     *
     * @param forms one for each of these
     */
    Optional<OutputLine> output(List<InlinePictures.Form> forms) {
        List<OutputLine.Picture> data = new ArrayList<>();
        Instant created = Instant.MIN;
        for (SettledTask picture : pictures) {
            StoredImage image = picture.image();
            if (image != null) {
                data.add(picture.picture(image, forms.get(data.size())));
                created = picture.settledAt().isAfter(created) ? picture.settledAt() : created;
            }
        }
        if (data.isEmpty()) {
            return Optional.empty();
        }
        var body = new OutputLine.Body(
                created,
                data,
                pictures.stream()
                        .filter(picture -> picture.image() != null)
                        .findFirst()
                        .orElse(first())
                        .size(),
                first().item().image().outputFormat());
        return Optional.of(new OutputLine(
                id(), first().item().customId(), new OutputLine.Response(200, "req_" + id(), body), null, carried()));
    }

    /** The line of {@code errors.jsonl}: why pictures are missing, if any is. */
    Optional<OutputLine> error() {
        List<SettledTask> missing =
                pictures.stream().filter(picture -> picture.image() == null).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        OutputLine.Failure failure = missing.get(0).failure();
        if (pictures.size() > 1) {
            failure = new OutputLine.Failure(
                    failure.code(),
                    "missing " + missing.size() + " of " + pictures.size() + " pictures: " + reasons(missing));
        }
        return Optional.of(new OutputLine(id(), first().item().customId(), null, failure, carried()));
    }

    private static String reasons(List<SettledTask> missing) {
        Map<OutputLine.Failure, List<String>> names = missing.stream()
                .collect(Collectors.groupingBy(
                        SettledTask::failure,
                        LinkedHashMap::new,
                        Collectors.mapping(task -> task.item().imageName().value(), Collectors.toList())));
        return names.entrySet().stream()
                .map(reason -> String.join(", ", reason.getValue()) + " ("
                        + reason.getKey().code().wireName() + ": "
                        + reason.getKey().message() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Where it stands in the input; unknown where the item that told it is lost. */
    int line() {
        return first().item().line();
    }

    private OutputLine.@Nullable Carried carried() {
        return OutputLine.Carried.of(first().columns());
    }

    private String id() {
        return OutputLine.id(first().batch().id(), "_%07d", first().item().index());
    }

    private SettledTask first() {
        return pictures.get(0);
    }
}
