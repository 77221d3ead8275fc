package dev.renderfarm.imaging.encoded;

import java.util.Locale;

/** What can be wrong with somebody's picture file. */
public enum SourceFault {
    /** No picture at all, or none of a format that anybody knows. */
    NOT_A_PICTURE("send a PNG, JPEG or WebP file"),
    /** A picture, but of a format or a variant of one that is not read. */
    UNSUPPORTED("save it as a plain PNG, JPEG or WebP file"),
    TOO_LARGE("make it smaller"),
    /** It ends too early. */
    TRUNCATED("upload it again, or save it anew where the original is cut off as well"),
    /** It contradicts itself or its checksums. */
    DAMAGED("upload it again, or save it anew where the original is damaged as well"),
    ANIMATED("send one frame of it as a still picture"),
    /** What its numbers mean as colours cannot be told, or not be converted. */
    COLOURS("convert it to sRGB and save it again");

    private final String mend;

    SourceFault(String mend) {
        this.mend = mend;
    }

    /** What whoever sent the file can do. */
    public String mend() {
        return mend;
    }

    /** As metrics and answers write it, for example {@code too_large}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
