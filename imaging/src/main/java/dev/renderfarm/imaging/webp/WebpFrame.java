package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;

/**
 * What the picture of a WebP says of itself: RFC 6386, section 9.1, where it is lossy, RFC 9649, section 3.4, where it is
 * not.
 *
 * @param hasAlpha of a lossless one
 */
record WebpFrame(int width, int height, boolean hasAlpha) {

    private static final int LOSSY_HEADER = 10;
    static final int LOSSLESS_HEADER = 5;
    private static final int LOSSLESS_MARK = 0x2f;

    static WebpFrame lossy(FilePart chunk) {
        if (chunk.length() < LOSSY_HEADER
                || (chunk.at(0) & 1) != 0
                || chunk.at(3) != 0x9d
                || chunk.at(4) != 0x01
                || chunk.at(5) != 0x2a) {
            throw damaged();
        }
        int firstPartition = (chunk.at(0) | (chunk.at(1) << 8) | (chunk.at(2) << 16)) >> 5;
        if (firstPartition > chunk.length() - LOSSY_HEADER) {
            throw new SourceRefusedException(SourceFault.TRUNCATED, "the WebP ends in the middle of its pixels");
        }
        return checked((chunk.at(6) | (chunk.at(7) << 8)) & 0x3fff, (chunk.at(8) | (chunk.at(9) << 8)) & 0x3fff, false);
    }

    static WebpFrame lossless(FilePart chunk) {
        if (chunk.length() < LOSSLESS_HEADER || chunk.at(0) != LOSSLESS_MARK) {
            throw damaged();
        }
        int bits = chunk.at(1) | (chunk.at(2) << 8) | (chunk.at(3) << 16) | (chunk.at(4) << 24);
        if (bits >>> 29 != 0) {
            throw new SourceRefusedException(SourceFault.UNSUPPORTED, "the WebP is of a version that is not read");
        }
        return checked((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, ((bits >> 28) & 1) == 1);
    }

    private static WebpFrame checked(int width, int height, boolean hasAlpha) {
        if (width == 0 || height == 0) {
            throw damaged();
        }
        return new WebpFrame(width, height, hasAlpha);
    }

    private static SourceRefusedException damaged() {
        return new SourceRefusedException(SourceFault.DAMAGED, "the WebP has an impossible header");
    }
}
