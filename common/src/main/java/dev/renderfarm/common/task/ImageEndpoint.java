package dev.renderfarm.common.task;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What pictures are asked for by, OpenAI's endpoints: all lines of a batch by the same one. */
public enum ImageEndpoint {
    /** Pictures that a prompt alone tells of. */
    GENERATIONS("/v1/images/generations", EnumSet.complementOf(EnumSet.copyOf(RequestField.OF_EDITS))),
    /** Pictures that begin with another one. */
    EDITS("/v1/images/edits", EnumSet.allOf(RequestField.class));

    private final String path;
    private final Set<RequestField> fields;

    ImageEndpoint(String path, Set<RequestField> fields) {
        this.path = path;
        this.fields = Collections.unmodifiableSet(fields);
    }

    /** As batches and their lines name it. */
    public String path() {
        return path;
    }

    /** What a line may say, in the order of the fields' declaration. */
    public Set<RequestField> fields() {
        return fields;
    }

    /** The one of that path. */
    public static Optional<ImageEndpoint> at(String path) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.path.equals(path))
                .findFirst();
    }

    /** That of a batch: one whose endpoint this release does not know has the fields of generations. */
    public static ImageEndpoint of(String path) {
        return at(path).orElse(GENERATIONS);
    }

    public static List<String> paths() {
        return Arrays.stream(values()).map(ImageEndpoint::path).toList();
    }
}
