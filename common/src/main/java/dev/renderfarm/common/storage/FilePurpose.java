package dev.renderfarm.common.storage;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.FilePlace;
import java.util.Locale;
import java.util.Optional;

/** What a file of the HTTP API is for; files of each purpose have their descriptions together, in the order of age. */
public enum FilePurpose {
    /** Input of batches: an upload. */
    BATCH(ObjectKeys.UPLOADS + FileId.UPLOAD),
    /** What a batch left. */
    BATCH_OUTPUT(ObjectKeys.RESULTS);

    private static final String DESCRIPTION = ".json";

    private final String descriptions;

    FilePurpose(String descriptions) {
        this.descriptions = descriptions;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the keys of the descriptions begin with. */
    public String descriptions() {
        return descriptions;
    }

    /** The key of the description that stands there, or would. */
    public String description(FilePlace place) {
        return descriptions + place + DESCRIPTION;
    }

    /** Empty where it is the key of something else, as of a content. */
    public Optional<FilePlace> place(String key) {
        return key.startsWith(descriptions) && key.endsWith(DESCRIPTION)
                ? FilePlace.parse(key.substring(descriptions.length(), key.length() - DESCRIPTION.length()))
                : Optional.empty();
    }
}
