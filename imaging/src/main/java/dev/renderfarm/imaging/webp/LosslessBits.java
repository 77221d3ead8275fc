package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;

/** Bits of a lossless stream, the lowest of each byte first: RFC 9649, section 3.1. */
final class LosslessBits {

    private final byte[] file;
    private final int end;
    private int next;
    private long window;
    private int inWindow;

    LosslessBits(FilePart part) {
        this.file = part.file();
        this.next = part.from();
        this.end = part.from() + part.length();
    }

    /**
     * A number of up to 24 bits.
     *
     * @throws SourceRefusedException where there are not that many left
     */
    int read(int bits) {
        int value = peek(bits);
        skip(bits);
        return value;
    }

    boolean readFlag() {
        return read(1) == 1;
    }

    /** The same without going on; what is after the end is 0. */
    int peek(int bits) {
        if (inWindow < bits) {
            fill();
        }
        return (int) window & ((1 << bits) - 1);
    }

    /** @throws SourceRefusedException where there are not that many left */
    void skip(int bits) {
        if (inWindow < bits) {
            fill();
            if (inWindow < bits) {
                throw new SourceRefusedException(SourceFault.TRUNCATED, "the WebP ends in the middle of its pixels");
            }
        }
        window >>>= bits;
        inWindow -= bits;
    }

    private void fill() {
        while (inWindow <= Long.SIZE - 2 * Byte.SIZE && next < end) {
            window |= (file[next++] & 0xffL) << inWindow;
            inWindow += Byte.SIZE;
        }
    }
}
