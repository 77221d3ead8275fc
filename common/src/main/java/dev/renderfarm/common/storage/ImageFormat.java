package dev.renderfarm.common.storage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a picture is encoded. */
public enum ImageFormat {
    PNG("png", "image/png");

    private final String extension;
    private final String contentType;

    ImageFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a file's name, without the point. */
    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }
}
