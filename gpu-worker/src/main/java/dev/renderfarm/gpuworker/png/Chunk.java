package dev.renderfarm.gpuworker.png;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A piece of a PNG file: length, type, data, checksum (PNG specification, third edition, 5.3). */
final class Chunk {

    private static final int TYPE_BYTES = 4;

    /** @param type four letters */
    static byte[] of(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(Integer.BYTES + TYPE_BYTES + data.length + Integer.BYTES);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), Integer.BYTES, TYPE_BYTES + data.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }

    private Chunk() {}
}
