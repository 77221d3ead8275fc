package dev.renderfarm.imaging.jpeg;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.nio.ByteBuffer;

/**
 * What a JPEG's frame header says (ITU-T T.81, B.2.2).
 *
 * @param components numbers of a pixel: 1, 3 or 4
 * @param namesRgb whether they are called R, G and B
 */
record JpegFrame(int width, int height, int components, boolean namesRgb) {

    private static final int BASELINE = 0xC0;
    private static final int PROGRESSIVE = 0xC2;
    private static final int COMPONENT = 3;

    /**
     * @param marker its second byte
     * @param segment without its length
     * @throws SourceRefusedException where it is of a kind that is not read
     */
    static JpegFrame read(int marker, ByteBuffer segment) {
        if (marker < BASELINE || marker > PROGRESSIVE) {
            throw unsupported(marker == 0xC3 ? "lossless" : "coded arithmetically or in a hierarchy");
        }
        if (segment.remaining() < 6) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has an impossible header");
        }
        int precision = segment.get();
        int height = Short.toUnsignedInt(segment.getShort());
        int width = Short.toUnsignedInt(segment.getShort());
        int components = segment.get();
        if (precision != 8) {
            throw unsupported("of " + precision + " bits a sample");
        }
        if (height == 0) {
            throw unsupported("written without its height");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw unsupported("of " + components + " components");
        }
        if (width == 0 || segment.remaining() != components * COMPONENT) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has an impossible header");
        }
        int from = segment.position();
        boolean namesRgb = components == 3
                && segment.get(from) == 'R'
                && segment.get(from + COMPONENT) == 'G'
                && segment.get(from + 2 * COMPONENT) == 'B';
        return new JpegFrame(width, height, components, namesRgb);
    }

    private static SourceRefusedException unsupported(String kind) {
        return new SourceRefusedException(SourceFault.UNSUPPORTED, "the JPEG is one " + kind + ", which is not read");
    }
}
