package dev.renderfarm.gpuworker.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A piece of a RIFF file: four letters, length, content, up to an even number of bytes (RFC 9649, 2.3). */
final class RiffChunk {

    static final int HEADER_BYTES = 8;

    static byte[] of(String letters, byte[] content) {
        return ByteBuffer.allocate(HEADER_BYTES + content.length + content.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(letters.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private RiffChunk() {}
}
