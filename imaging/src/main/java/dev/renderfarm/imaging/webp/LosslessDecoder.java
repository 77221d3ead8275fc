package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.FilePart;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Decodes a lossless stream (RFC 9649, section 3) in one array of the picture's size. Each transform is undone once at most,
 * as the format has it, so that the time is bounded by the number of pixels and of bytes.
 */
final class LosslessDecoder {

    private static final int PREDICTOR = 0;
    private static final int COLOUR = 1;
    private static final int GREEN = 2;

    /**
     * The pixels as alpha, red, green and blue, not multiplied, from the highest byte to the lowest.
     *
     * @param stream what comes after the header
     * @throws dev.renderfarm.imaging.encoded.SourceRefusedException where they are damaged or cut off
     */
    static int[] decode(FilePart stream, int width, int height) {
        LosslessBits in = new LosslessBits(stream);
        int[] argb = new int[Math.multiplyExact(width, height)];
        Deque<LosslessTransform> transforms = new ArrayDeque<>();
        Deque<Integer> widths = new ArrayDeque<>();
        int codedWidth = width;
        int seen = 0;
        while (in.readFlag()) {
            int type = in.read(2);
            if ((seen & (1 << type)) != 0) {
                throw WebpSource.damaged("a transform twice");
            }
            seen |= 1 << type;
            LosslessTransform transform = transform(in, type, codedWidth, height);
            transforms.push(transform);
            widths.push(codedWidth);
            if (transform instanceof LosslessTransform.Palette palette) {
                codedWidth = LosslessEntropy.across(codedWidth, palette.bits());
            }
        }
        LosslessEntropy.readMain(in, codedWidth, height, argb);
        while (!transforms.isEmpty()) {
            transforms.pop().undo(argb, widths.pop(), height);
        }
        return argb;
    }

    private static LosslessTransform transform(LosslessBits in, int type, int width, int height) {
        return switch (type) {
            case PREDICTOR -> {
                int bits = in.read(3) + 2;
                yield new LosslessTransform.Predictor(bits, blocks(in, bits, width, height));
            }
            case COLOUR -> {
                int bits = in.read(3) + 2;
                yield new LosslessTransform.Colour(bits, blocks(in, bits, width, height));
            }
            case GREEN -> new LosslessTransform.Green();
            default -> palette(in);
        };
    }

    private static int[] blocks(LosslessBits in, int bits, int width, int height) {
        return LosslessEntropy.readPart(in, LosslessEntropy.across(width, bits), LosslessEntropy.across(height, bits));
    }

    private static LosslessTransform palette(LosslessBits in) {
        int size = in.read(Byte.SIZE) + 1;
        int[] colours = Arrays.copyOf(LosslessEntropy.readPart(in, size, 1), size);
        for (int i = 1; i < size; i++) {
            colours[i] = LosslessTransform.sum(colours[i], colours[i - 1]);
        }
        int bits = size > 16 ? 0 : size > 4 ? 1 : size > 2 ? 2 : 3;
        return new LosslessTransform.Palette(bits, colours);
    }

    private LosslessDecoder() {}
}
