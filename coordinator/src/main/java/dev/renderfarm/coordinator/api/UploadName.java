package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.storage.TextCut;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an upload is called. */
final class UploadName {

    /** In bytes, as disks count: the end of a longer one is kept, with its extension. */
    private static final int LONGEST = 255;

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\x{200C}\\x{200D}]]");

    /** The last segment of what the client calls it, without what would not show or turns the direction of writing. */
    static String of(@Nullable String given) {
        String name =
                given == null ? "" : given.substring(1 + Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')));
        String clean = TextCut.end(UNSEEN.matcher(name).replaceAll("").strip(), LONGEST);
        return clean.isEmpty() ? "upload" : clean;
    }

    private UploadName() {}
}
