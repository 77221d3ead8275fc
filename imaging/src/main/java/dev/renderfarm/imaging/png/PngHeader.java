package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.nio.ByteBuffer;

/**
 * What a PNG's {@code IHDR} says.
 *
 * @param depth bits of a sample: 1, 2, 4, 8 or 16
 */
record PngHeader(int width, int height, int depth, PngColour colour, boolean interlaced) {

    private static final int LENGTH = 13;

    /** @throws SourceRefusedException where it is none */
    static PngHeader read(byte[] file, PngChunks.Chunk chunk) {
        if (chunk.length() != LENGTH) {
            throw damaged("a header of " + chunk.length() + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(file, chunk.from(), LENGTH);
        int width = in.getInt();
        int height = in.getInt();
        int depth = in.get();
        PngColour colour = PngColour.of(in.get(), depth)
                .orElseThrow(() -> damaged("a colour type that its " + depth + " bits a sample do not go with"));
        int compression = in.get();
        int filter = in.get();
        int interlace = in.get();
        if (width < 1 || height < 1 || compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw damaged("an impossible header");
        }
        return new PngHeader(width, height, depth, colour, interlace == 1);
    }

    int bitsPerPixel() {
        return depth * colour.samples();
    }

    /** Bytes of a row of that many pixels, without its filter. */
    int rowBytes(int pixels) {
        return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
    }

    private static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the PNG has " + what);
    }
}
