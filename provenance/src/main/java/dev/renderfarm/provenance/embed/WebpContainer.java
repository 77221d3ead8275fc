package dev.renderfarm.provenance.embed;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest is a chunk {@code C2PA} at the end of the RIFF file (C2PA 2.2, A.3.5; RFC 9649, section 2.3). The byte that
 * pads a chunk of odd length belongs to the file.
 */
final class WebpContainer implements PictureFormat.Container {

    /** {@code RIFF}, {@code WEBP} and {@code C2PA}, little-endian. */
    private static final int RIFF = 0x4646_4952;

    private static final int WEBP = 0x5042_4557;
    private static final int MANIFEST = 0x4150_3243;

    /** Letters and size, which counts what comes after it. */
    private static final int CHUNK_HEADER = 8;

    private static final int FIRST_CHUNK = CHUNK_HEADER + Integer.BYTES;

    @Override
    public boolean begins(byte[] file) {
        return file.length >= FIRST_CHUNK
                && buffer(file).getInt(0) == RIFF
                && buffer(file).getInt(8) == WEBP;
    }

    @Override
    public Embedded embedded(byte[] file, byte[] manifest) throws MalformedException {
        int end = end(file);
        ByteBuffer out = buffer(new byte[end + CHUNK_HEADER + padded(manifest.length)]);
        out.put(file, 0, end).putInt(MANIFEST).putInt(manifest.length).put(manifest);
        out.putInt(Integer.BYTES, out.capacity() - CHUNK_HEADER);
        return new Embedded(out.array(), end, CHUNK_HEADER + manifest.length);
    }

    @Override
    public Optional<Located> find(byte[] file) throws MalformedException {
        int end = end(file);
        ByteBuffer in = buffer(file);
        @Nullable Located found = null;
        int at = FIRST_CHUNK;
        while (at < end) {
            if (end - at < CHUNK_HEADER) {
                throw new MalformedException("WebP ends in the middle of a chunk at byte " + at);
            }
            int length = in.getInt(at + Integer.BYTES);
            if (length < 0 || padded(length) > end - at - CHUNK_HEADER || padded(length) < 0) {
                throw new MalformedException("WebP chunk at byte " + at + " says that it has "
                        + Integer.toUnsignedString(length) + " bytes of data, and the file ends before");
            }
            if (in.getInt(at) == MANIFEST) {
                if (found != null) {
                    throw new MalformedException("WebP has several manifests");
                }
                found = new Located(at, CHUNK_HEADER + length, in.slice(at + CHUNK_HEADER, length));
            }
            at += CHUNK_HEADER + padded(length);
        }
        return Optional.ofNullable(found);
    }

    /** A chunk begins at an even byte. */
    private static int padded(int length) {
        return length + (length & 1);
    }

    private static int end(byte[] file) throws MalformedException {
        int length = buffer(file).getInt(Integer.BYTES);
        if (length != file.length - CHUNK_HEADER) {
            throw new MalformedException("WebP says that it has " + (Integer.toUnsignedLong(length) + CHUNK_HEADER)
                    + " bytes where the file has " + file.length);
        }
        return file.length;
    }

    private static ByteBuffer buffer(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }
}
