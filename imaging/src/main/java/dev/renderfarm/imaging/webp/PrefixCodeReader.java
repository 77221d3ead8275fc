package dev.renderfarm.imaging.webp;

import java.util.Arrays;

/** Reads prefix codes as a lossless stream writes them: RFC 9649, section 3.7.2. */
final class PrefixCodeReader {

    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int USUAL_LENGTH = 8;

    private final LosslessBits in;
    private final byte[] lengths;

    /** @param largest alphabet */
    PrefixCodeReader(LosslessBits in, int largest) {
        this.in = in;
        this.lengths = new byte[Math.max(largest, 1 << Byte.SIZE)];
    }

    PrefixCode read(int alphabet) {
        Arrays.fill(lengths, (byte) 0);
        if (in.readFlag()) {
            readSimple();
        } else {
            readLengths(alphabet);
        }
        return PrefixCode.of(lengths, alphabet);
    }

    private void readSimple() {
        boolean two = in.readFlag();
        lengths[in.read(in.readFlag() ? Byte.SIZE : 1)] = 1;
        if (two) {
            lengths[in.read(Byte.SIZE)] = 1;
        }
    }

    private void readLengths(int alphabet) {
        byte[] ofLengths = new byte[ORDER.length];
        int count = 4 + in.read(4);
        for (int i = 0; i < count; i++) {
            ofLengths[ORDER[i]] = (byte) in.read(3);
        }
        PrefixCode code = PrefixCode.of(ofLengths, ofLengths.length);
        int most = in.readFlag() ? 2 + in.read(2 + 2 * in.read(3)) : alphabet;
        if (most > alphabet) {
            throw WebpSource.damaged("a prefix code of too many symbols");
        }
        int usual = USUAL_LENGTH;
        int symbol = 0;
        for (int i = 0; i < most && symbol < alphabet; i++) {
            int length = code.read(in);
            if (length < REPEAT) {
                lengths[symbol++] = (byte) length;
                usual = length == 0 ? usual : length;
                continue;
            }
            int times =
                    switch (length) {
                        case REPEAT -> 3 + in.read(2);
                        case ZEROS -> 3 + in.read(3);
                        case MANY_ZEROS -> 11 + in.read(7);
                        default -> throw new IllegalStateException("a length of " + length);
                    };
            if (times > alphabet - symbol) {
                throw WebpSource.damaged("a prefix code of too many symbols");
            }
            Arrays.fill(lengths, symbol, symbol + times, (byte) (length == REPEAT ? usual : 0));
            symbol += times;
        }
    }
}
