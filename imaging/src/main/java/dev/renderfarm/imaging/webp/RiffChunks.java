package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunks of a WebP file (RFC 9649, section 2): of each name the first. */
final class RiffChunks {

    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;

    private final Map<String, byte[]> chunks;

    private RiffChunks(Map<String, byte[]> chunks) {
        this.chunks = chunks;
    }

    static boolean begin(byte[] file) {
        return file.length >= HEADER
                && name(file, 0).equals("RIFF")
                && name(file, 8).equals("WEBP");
    }

    /** @throws SourceRefusedException where the file ends before what it tells of */
    static RiffChunks of(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long end = Integer.toUnsignedLong(in.getInt(4)) + 8;
        if (end > file.length) {
            throw truncated();
        }
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        long at = HEADER;
        while (at + CHUNK_HEADER <= end) {
            long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
            long next = at + CHUNK_HEADER + length;
            if (next > end) {
                throw truncated();
            }
            chunks.putIfAbsent(name(file, (int) at), Arrays.copyOfRange(file, (int) at + CHUNK_HEADER, (int) next));
            at = next + (length & 1);
        }
        return new RiffChunks(chunks);
    }

    byte @Nullable [] get(String name) {
        return chunks.get(name);
    }

    boolean has(String name) {
        return chunks.containsKey(name);
    }

    /** A file of these chunks alone. */
    static byte[] file(Map<String, byte[]> chunks) {
        int length = 4;
        for (byte[] chunk : chunks.values()) {
            length += CHUNK_HEADER + chunk.length + (chunk.length & 1);
        }
        ByteBuffer out = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes("RIFF")).putInt(length).put(bytes("WEBP"));
        chunks.forEach((name, chunk) -> {
            out.put(bytes(name)).putInt(chunk.length).put(chunk);
            if ((chunk.length & 1) == 1) {
                out.put((byte) 0);
            }
        });
        return out.array();
    }

    private static String name(byte[] file, int at) {
        return new String(file, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SourceRefusedException truncated() {
        return new SourceRefusedException(SourceFault.TRUNCATED, "the WebP ends before its end");
    }
}
