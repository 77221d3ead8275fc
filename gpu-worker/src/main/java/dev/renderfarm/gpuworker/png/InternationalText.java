package dev.renderfarm.gpuworker.png;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The {@code iTXt} chunk of PNG: UTF-8 text under a keyword (PNG specification, third edition, 11.3.3.4). */
final class InternationalText {

    /** End of the keyword, no compression, its method, empty language, empty translated keyword. */
    private static final byte[] NOT_COMPRESSED = {0, 0, 0, 0, 0};

    /** @param text without control characters other than line feed and tab */
    static byte[] chunk(String keyword, String text) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        content.writeBytes(NOT_COMPRESSED);
        content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return Chunk.of("iTXt", content.toByteArray());
    }

    private InternationalText() {}
}
