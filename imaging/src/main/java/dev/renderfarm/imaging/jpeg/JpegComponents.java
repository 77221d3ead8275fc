package dev.renderfarm.imaging.jpeg;

/**
 * What the components of a JPEG are, and how they become what colour profiles are of: in place, where 255 is all of the
 * light, or of the ink.
 */
enum JpegComponents {
    GREY,
    RGB,
    YCC,
    /** 255 is all of the ink. */
    CMYK,
    /** As Adobe's programs write it: 255 is no ink. */
    INVERTED_CMYK,
    /** The same, with cyan, magenta and yellow as luminance and differences. */
    INVERTED_YCCK;

    private static final int ADOBE_YCCK = 2;
    private static final int SCALE = 16;
    private static final int HALF = 1 << (SCALE - 1);

    /** As libjpeg tells them apart. */
    static JpegComponents of(JpegSegments segments) {
        JpegFrame frame = segments.frame();
        int adobe = segments.adobeTransform();
        return switch (frame.components()) {
            case 1 -> GREY;
            case 3 -> {
                boolean plain = segments.hasJfif() ? false : adobe >= 0 ? adobe == 0 : frame.namesRgb();
                yield plain ? RGB : YCC;
            }
            default -> adobe < 0 ? CMYK : adobe == ADOBE_YCCK ? INVERTED_YCCK : INVERTED_CMYK;
        };
    }

    int count() {
        return switch (this) {
            case GREY -> 1;
            case RGB, YCC -> 3;
            case CMYK, INVERTED_CMYK, INVERTED_YCCK -> 4;
        };
    }

    /** In place. */
    void resolve(byte[] samples) {
        switch (this) {
            case GREY, RGB, CMYK -> {}
            case YCC -> fromYcc(samples, 3);
            case INVERTED_CMYK -> {
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = (byte) ~samples[i];
                }
            }
            case INVERTED_YCCK -> {
                fromYcc(samples, 4);
                for (int i = 3; i < samples.length; i += 4) {
                    samples[i] = (byte) ~samples[i];
                }
            }
        }
    }

    /** JFIF 1.02, page 3, in libjpeg's fixed point. */
    private static void fromYcc(byte[] samples, int step) {
        for (int i = 0; i < samples.length; i += step) {
            int y = samples[i] & 0xff;
            int cb = (samples[i + 1] & 0xff) - 128;
            int cr = (samples[i + 2] & 0xff) - 128;
            samples[i] = clamped(y + ((91881 * cr + HALF) >> SCALE));
            samples[i + 1] = clamped(y + ((-22554 * cb - 46802 * cr + HALF) >> SCALE));
            samples[i + 2] = clamped(y + ((116130 * cb + HALF) >> SCALE));
        }
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
