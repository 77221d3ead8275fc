package dev.renderfarm.provenance.embed;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A manifest is a chunk {@code caBX} after the header (C2PA 2.2, A.3.2; PNG, third edition, 5.3). */
final class PngContainer implements PictureFormat.Container {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int TYPE_BYTES = 4;
    /** Length and type before the data of a chunk, and the checksum after it. */
    private static final int AROUND = Integer.BYTES + TYPE_BYTES + Integer.BYTES;

    private static final int HEADER_DATA = 13;
    private static final int AFTER_HEADER = SIGNATURE.length + AROUND + HEADER_DATA;
    /** {@code caBX} */
    private static final int MANIFEST = 0x6361_4258;
    /** {@code IEND} */
    private static final int END = 0x4945_4E44;

    @Override
    public boolean begins(byte[] file) {
        return file.length >= SIGNATURE.length && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, 8);
    }

    @Override
    public Embedded embedded(byte[] file, byte[] manifest) throws MalformedException {
        if (file.length < AFTER_HEADER) {
            throw new MalformedException("PNG ends in its header");
        }
        byte[] chunk = chunk(manifest);
        byte[] embedded = ByteBuffer.allocate(file.length + chunk.length)
                .put(file, 0, AFTER_HEADER)
                .put(chunk)
                .put(file, AFTER_HEADER, file.length - AFTER_HEADER)
                .array();
        return new Embedded(embedded, AFTER_HEADER, chunk.length);
    }

    @Override
    public Optional<Located> find(byte[] file) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(file);
        @Nullable Located found = null;
        int at = SIGNATURE.length;
        while (at < file.length) {
            if (file.length - at < AROUND) {
                throw new MalformedException("PNG ends in the middle of a chunk at byte " + at);
            }
            int length = in.getInt(at);
            int type = in.getInt(at + Integer.BYTES);
            if (length < 0 || length > file.length - at - AROUND) {
                throw new MalformedException("PNG chunk at byte " + at + " says that it has "
                        + Integer.toUnsignedString(length) + " bytes of data, and the file ends before");
            }
            if (type == MANIFEST) {
                if (found != null) {
                    throw new MalformedException("PNG has several manifests");
                }
                found = new Located(at, AROUND + length, in.slice(at + Integer.BYTES + TYPE_BYTES, length));
            }
            if (type == END) {
                return Optional.ofNullable(found);
            }
            at += AROUND + length;
        }
        throw new MalformedException("PNG ends without an end chunk");
    }

    private static byte[] chunk(byte[] data) {
        byte[] typed = ByteBuffer.allocate(TYPE_BYTES + data.length)
                .put("caBX".getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(typed);
        return ByteBuffer.allocate(AROUND + data.length)
                .putInt(data.length)
                .put(typed)
                .putInt((int) checksum.getValue())
                .array();
    }
}
