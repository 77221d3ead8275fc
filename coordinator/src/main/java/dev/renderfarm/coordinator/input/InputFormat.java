package dev.renderfarm.coordinator.input;

import java.util.Locale;

/** How an input file is written. */
enum InputFormat {
    /** A header and one row per request; cells may span lines. */
    CSV,
    /** One JSON object per line: OpenAI's batch lines, or plain objects. */
    JSONL;

    /**
     * Content decides where it is plain: a header cannot begin with a brace. Otherwise the file's name does.
     *
     * @param start the first characters of the file
     */
    public static InputFormat of(String filename, String start) {
        String significant = start.stripLeading();
        if (significant.startsWith("{") || significant.startsWith("[")) {
            return JSONL;
        }
        String name = filename.toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json") ? JSONL : CSV;
    }
}
