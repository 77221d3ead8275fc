package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chunks of a WebP file (RFC 9649, section 2) in their places: of each name that is known the first. */
final class RiffChunks {

    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;

    /** A still picture has less than ten. */
    private static final int MOST_CHUNKS = 10_000;

    private static final Set<String> KNOWN = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP", "EXIF");

    private final Map<String, FilePart> chunks;

    private RiffChunks(Map<String, FilePart> chunks) {
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
        Map<String, FilePart> chunks = new HashMap<>();
        long at = HEADER;
        for (int count = 0; at + CHUNK_HEADER <= end; count++) {
            if (count == MOST_CHUNKS) {
                throw new SourceRefusedException(
                        SourceFault.UNSUPPORTED, "the WebP has more than " + MOST_CHUNKS + " chunks");
            }
            long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
            long next = at + CHUNK_HEADER + length;
            if (next > end) {
                throw truncated();
            }
            String name = name(file, (int) at);
            if (KNOWN.contains(name)) {
                chunks.putIfAbsent(name, new FilePart(file, (int) at + CHUNK_HEADER, (int) length));
            }
            at = next + (length & 1);
        }
        return new RiffChunks(chunks);
    }

    @Nullable
    FilePart get(String name) {
        return chunks.get(name);
    }

    boolean has(String name) {
        return chunks.containsKey(name);
    }

    /** A file of that chunk alone. */
    static List<FilePart> file(String name, FilePart chunk) {
        int padded = chunk.length() + (chunk.length() & 1);
        ByteBuffer header = ByteBuffer.allocate(HEADER + CHUNK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(bytes("RIFF")).putInt(4 + CHUNK_HEADER + padded).put(bytes("WEBP"));
        header.put(bytes(name)).putInt(chunk.length());
        return List.of(whole(header.array()), chunk, whole(new byte[padded - chunk.length()]));
    }

    private static FilePart whole(byte[] bytes) {
        return new FilePart(bytes, 0, bytes.length);
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
