package dev.renderfarm.imaging.encoded;

/** Formats that sources are read from. */
public enum SourceFormat {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp");

    private final String contentType;

    SourceFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }
}
