package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.id.FileId;
import java.util.Locale;

/** A picture as a line names it. */
public sealed interface SourceName {

    /** An upload. */
    record OfFile(FileId file) implements SourceName {}

    /** An object of the bucket. */
    record OfKey(String key) implements SourceName {}

    /** The picture itself, as a data URL. */
    record OfData(String url) implements SourceName {}

    /** @throws UnusableSourceException if it can be none of them */
    static SourceName parse(String text) throws UnusableSourceException {
        String start =
                text.substring(0, Math.min(text.length(), "https://".length())).toLowerCase(Locale.ROOT);
        if (start.startsWith("data:")) {
            return new OfData(text);
        }
        if (start.startsWith("http://") || start.startsWith("https://")) {
            throw new UnusableSourceException(
                    "is an address elsewhere, and the farm fetches nothing from there: upload the picture"
                            + " with POST /v1/files and name its id, or send it as a data URL");
        }
        if (text.startsWith("file-")) {
            return new OfFile(file(text));
        }
        return new OfKey(text);
    }

    private static FileId file(String text) throws UnusableSourceException {
        try {
            return new FileId(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableSourceException("is no id of a file: name it as POST /v1/files has answered it");
        }
    }
}
