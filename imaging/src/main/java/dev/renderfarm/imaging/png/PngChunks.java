package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A PNG file as its chunks (PNG specification, third edition, section 5), from its signature to its end. */
final class PngChunks {

    static final int SIGNATURE = 8;

    private static final byte[] MARK = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int AROUND = 12;
    private static final String END = "IEND";

    /** Chunks whose bytes are used: what their checksums say is held to. */
    private static final Set<String> USED =
            Set.of("IHDR", "PLTE", "IDAT", "tRNS", "iCCP", "eXIf", "gAMA", "cHRM", "cICP", "sRGB");

    /** Others are passed over, unless a reader that does not know them must not go on. */
    private static final Set<String> LOOKED_FOR = Set.of("acTL", "CgBI");

    /** Encoders write a chunk of pixels for each 8 kB or more. */
    private static final int MOST_CHUNKS = 20_000;

    /**
     * A chunk's place in the file.
     *
     * @param from where its bytes begin
     */
    record Chunk(String type, int from, int length) {

        /** Whether a reader that does not know it must not go on. */
        boolean isCritical() {
            return Character.isUpperCase(type.charAt(0));
        }
    }

    private final List<Chunk> chunks;

    private PngChunks(List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    /** Those that are used or forbidden, as they come. */
    List<Chunk> all() {
        return chunks;
    }

    List<Chunk> all(String type) {
        return chunks.stream().filter(chunk -> chunk.type().equals(type)).toList();
    }

    /** Null where there is none. */
    @Nullable
    Chunk first(String type) {
        return chunks.stream()
                .filter(chunk -> chunk.type().equals(type))
                .findFirst()
                .orElse(null);
    }

    static boolean begin(byte[] file) {
        for (int i = 0; i < SIGNATURE; i++) {
            if (file.length <= i || file[i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** @throws SourceRefusedException where the file ends before its end, or its checksums tell that it is another one */
    static PngChunks of(byte[] file) {
        List<Chunk> chunks = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = SIGNATURE;
        for (int count = 0; count < MOST_CHUNKS; count++) {
            if (at > file.length - AROUND) {
                throw new SourceRefusedException(SourceFault.TRUNCATED, "the PNG ends before its last chunk");
            }
            int length = in.getInt(at);
            String type = type(file, at + 4);
            if (length < 0) {
                throw damaged("a chunk " + type + " of impossible length");
            }
            if (length > file.length - AROUND - at) {
                throw new SourceRefusedException(
                        SourceFault.TRUNCATED, "the PNG ends in the middle of its chunk " + type);
            }
            if (USED.contains(type) && crc(file, at + 4, length + 4) != in.getInt(at + 8 + length)) {
                throw damaged("a chunk " + type + " that does not match its checksum");
            }
            if (type.equals(END)) {
                return new PngChunks(chunks);
            }
            Chunk chunk = new Chunk(type, at + 8, length);
            if (USED.contains(type) || LOOKED_FOR.contains(type) || chunk.isCritical()) {
                chunks.add(chunk);
            } else if (chunks.isEmpty()) {
                throw damaged("another chunk before its header");
            }
            at += AROUND + length;
        }
        throw new SourceRefusedException(SourceFault.UNSUPPORTED, "the PNG has more than " + MOST_CHUNKS + " chunks");
    }

    private static String type(byte[] file, int at) {
        for (int i = at; i < at + 4; i++) {
            if (!((file[i] >= 'a' && file[i] <= 'z') || (file[i] >= 'A' && file[i] <= 'Z'))) {
                throw damaged("a chunk without a name");
            }
        }
        return new String(file, at, 4, StandardCharsets.US_ASCII);
    }

    private static int crc(byte[] file, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(file, from, length);
        return (int) crc.getValue();
    }

    private static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the PNG has " + what);
    }
}
