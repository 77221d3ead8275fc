package dev.renderfarm.coordinator.text;

import dev.renderfarm.common.batch.TextEncoding;
import java.nio.charset.Charset;
import java.util.Optional;

/** A byte order mark: with which bytes a text says how it is encoded. */
enum Bom {
    UTF_8(TextEncoding.UTF_8, 0xEF, 0xBB, 0xBF),
    UTF_16LE(TextEncoding.UTF_16LE, 0xFF, 0xFE),
    UTF_16BE(TextEncoding.UTF_16BE, 0xFE, 0xFF);

    private final TextEncoding encoding;
    private final int[] mark;

    Bom(TextEncoding encoding, int... mark) {
        this.encoding = encoding;
        this.mark = mark;
    }

    static Optional<Bom> of(byte[] start) {
        for (Bom bom : values()) {
            if (bom.begins(start)) {
                return Optional.of(bom);
            }
        }
        return Optional.empty();
    }

    /** The encoding of a text in UTF-16 that lacks the mark: one that begins with two ASCII characters shows it. */
    static Optional<TextEncoding> missing(byte[] start) {
        if (start.length < 4) {
            return Optional.empty();
        }
        boolean little = start[0] > 0 && start[1] == 0 && start[2] > 0 && start[3] == 0;
        boolean big = start[0] == 0 && start[1] > 0 && start[2] == 0 && start[3] > 0;
        return little
                ? Optional.of(TextEncoding.UTF_16LE)
                : big ? Optional.of(TextEncoding.UTF_16BE) : Optional.empty();
    }

    TextEncoding encoding() {
        return encoding;
    }

    Charset charset() {
        return encoding.charset();
    }

    private boolean begins(byte[] start) {
        if (start.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
