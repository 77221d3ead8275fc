package dev.renderfarm.cli.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** How a file of requests is written. The farm takes it from the file's content, else from its name. */
enum FileFormat {
    CSV,
    JSONL;

    private static final Set<Byte> BYTE_ORDER_MARKS =
            Set.of((byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFE, (byte) 0xFF);

    /** @throws IllegalArgumentException for another name */
    static FileFormat named(String text) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be csv or jsonl: " + text));
    }

    /** What content that begins so looks like, in whatever encoding: no header of a CSV begins with a brace. */
    static FileFormat of(byte[] start) {
        for (byte octet : start) {
            boolean blankOrHalf = octet >= 0 && octet <= ' ';
            if (!blankOrHalf && !BYTE_ORDER_MARKS.contains(octet)) {
                return octet == '{' || octet == '[' ? JSONL : CSV;
            }
        }
        return CSV;
    }

    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A file's name that says so. */
    String naming(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith("." + extension()) ? file : file + "." + extension();
    }
}
