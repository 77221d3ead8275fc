package dev.renderfarm.common.storage;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.FilePlace;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What a file of the HTTP API is for; files of each purpose have their descriptions together, in the order of age. */
public enum FilePurpose {
    /** Input of batches: an upload. */
    BATCH(FileId.UPLOAD, ObjectKeys.UPLOADS + FileId.UPLOAD),
    /** What a batch left. */
    BATCH_OUTPUT("", ObjectKeys.RESULTS),
    /** Kept for whoever uploads it: the farm draws from prompts alone. */
    VISION(FileId.VISION, ObjectKeys.UPLOADS + FileId.VISION),
    /** Kept for whoever uploads it. */
    USER_DATA(FileId.USER_DATA, ObjectKeys.UPLOADS + FileId.USER_DATA);

    /** Of uploads. */
    public static final Set<FilePurpose> UPLOADED = Set.of(BATCH, VISION, USER_DATA);

    private static final String DESCRIPTION = ".json";

    private final String kind;
    private final String descriptions;

    FilePurpose(String kind, String descriptions) {
        this.kind = kind;
        this.descriptions = descriptions;
    }

    /** Of an upload for it, empty where there is none of that name. */
    public static Optional<FilePurpose> ofUpload(String wireName) {
        return UPLOADED.stream()
                .filter(purpose -> purpose.wireName().equals(wireName))
                .findFirst();
    }

    /** The id of a new upload; not of what a batch left. */
    public FileId newId(Instant at, RandomGenerator random) {
        return FileId.ofUpload(kind, at, random);
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
