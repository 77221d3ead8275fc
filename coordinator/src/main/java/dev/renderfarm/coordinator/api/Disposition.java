package dev.renderfarm.coordinator.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a browser does with an answer. */
enum Disposition {
    /** Shows it. Only for what the farm has made: uploads never execute in a browser. */
    INLINE,
    /** Keeps it as a file. */
    ATTACHMENT;

    /** RFC 6266: a plain name for old clients, the real one in UTF-8. */
    String header(String filename) {
        String plain = filename.replaceAll("[^A-Za-z0-9._-]", "_");
        String encoded = URLEncoder.encode(filename, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return name().toLowerCase(Locale.ROOT) + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
