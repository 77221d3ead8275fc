package dev.renderfarm.imaging.encoded;

/** Formats that sources are read from. */
public enum SourceFormat {
    PNG("PNG", "image/png"),
    JPEG("JPEG", "image/jpeg"),
    WEBP("WebP", "image/webp");

    private final String title;
    private final String contentType;

    SourceFormat(String title, String contentType) {
        this.title = title;
        this.contentType = contentType;
    }

    /** As people write it. */
    public String title() {
        return title;
    }

    public String contentType() {
        return contentType;
    }
}
