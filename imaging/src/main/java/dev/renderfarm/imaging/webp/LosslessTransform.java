package dev.renderfarm.imaging.webp;

/** What an encoder has done to pixels, to be undone in place: RFC 9649, section 4. */
sealed interface LosslessTransform {

    int OPAQUE = 0xff000000;

    /** @param argb the pixels, whose rows follow each other from the first place */
    void undo(int[] argb, int width, int height);

    /** Pixels are what is to be added to a guess that each block makes in its own way. */
    record Predictor(int bits, int[] blocks) implements LosslessTransform {

        @Override
        public void undo(int[] argb, int width, int height) {
            int across = LosslessEntropy.across(width, bits);
            argb[0] = sum(argb[0], OPAQUE);
            for (int x = 1; x < width; x++) {
                argb[x] = sum(argb[x], argb[x - 1]);
            }
            for (int y = 1; y < height; y++) {
                int row = y * width;
                argb[row] = sum(argb[row], argb[row - width]);
                for (int x = 1; x < width; x++) {
                    int mode = (blocks[(y >> bits) * across + (x >> bits)] >> Byte.SIZE) & 0xf;
                    argb[row + x] = sum(argb[row + x], guess(mode, argb, row + x, width));
                }
            }
        }

        private static int guess(int mode, int[] argb, int at, int width) {
            int left = argb[at - 1];
            int above = argb[at - width];
            int aboveLeft = argb[at - width - 1];
            int aboveRight = argb[at - width + 1];
            return switch (mode) {
                case 1 -> left;
                case 2 -> above;
                case 3 -> aboveRight;
                case 4 -> aboveLeft;
                case 5 -> mean(mean(left, aboveRight), above);
                case 6 -> mean(left, aboveLeft);
                case 7 -> mean(left, above);
                case 8 -> mean(aboveLeft, above);
                case 9 -> mean(above, aboveRight);
                case 10 -> mean(mean(left, aboveLeft), mean(above, aboveRight));
                case 11 -> nearer(left, above, aboveLeft);
                case 12 -> straight(left, above, aboveLeft);
                case 13 -> halfway(mean(left, above), aboveLeft);
                default -> OPAQUE;
            };
        }

        private static int mean(int one, int other) {
            return (((one ^ other) >>> 1) & 0x7f7f7f7f) + (one & other);
        }

        private static int nearer(int left, int above, int aboveLeft) {
            int byLeft = 0;
            int byAbove = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                int corner = (aboveLeft >> shift) & 0xff;
                byLeft += Math.abs(((above >> shift) & 0xff) - corner);
                byAbove += Math.abs(((left >> shift) & 0xff) - corner);
            }
            return byLeft < byAbove ? left : above;
        }

        private static int straight(int left, int above, int aboveLeft) {
            int guess = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                int value = ((left >> shift) & 0xff) + ((above >> shift) & 0xff) - ((aboveLeft >> shift) & 0xff);
                guess |= clamped(value) << shift;
            }
            return guess;
        }

        private static int halfway(int mean, int aboveLeft) {
            int guess = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                int value = (mean >> shift) & 0xff;
                guess |= clamped(value + (value - ((aboveLeft >> shift) & 0xff)) / 2) << shift;
            }
            return guess;
        }
    }

    /** What red and blue have in common with green, and blue with red, is left out of them. */
    record Colour(int bits, int[] blocks) implements LosslessTransform {

        @Override
        public void undo(int[] argb, int width, int height) {
            int across = LosslessEntropy.across(width, bits);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int factors = blocks[(y >> bits) * across + (x >> bits)];
                    int pixel = argb[y * width + x];
                    int red = (pixel >> 16) + share(factors, pixel >> 8);
                    int blue = pixel + share(factors >> 8, pixel >> 8) + share(factors >> 16, red);
                    argb[y * width + x] = (pixel & 0xff00ff00) | ((red & 0xff) << 16) | (blue & 0xff);
                }
            }
        }

        /** Of the lowest bytes of both, which are signed. */
        private static int share(int factor, int value) {
            return ((byte) factor * (byte) value) >> 5;
        }
    }

    /** Green is left out of red and of blue. */
    record Green() implements LosslessTransform {

        @Override
        public void undo(int[] argb, int width, int height) {
            for (int i = 0; i < width * height; i++) {
                int green = (argb[i] >> 8) & 0xff;
                argb[i] = (argb[i] & 0xff00ff00) | (((argb[i] & 0x00ff00ff) + ((green << 16) | green)) & 0x00ff00ff);
            }
        }
    }

    /**
     * Pixels are places in a palette, several of them in one where it is small.
     *
     * @param bits how many of them: 1, 2, 4 or 8, as a power of 2
     */
    record Palette(int bits, int[] colours) implements LosslessTransform {

        /** @param width what it is once that is undone; there is room for as many pixels */
        @Override
        public void undo(int[] argb, int width, int height) {
            int packedWidth = LosslessEntropy.across(width, bits);
            int size = Byte.SIZE >> bits;
            for (int y = height - 1; y >= 0; y--) {
                for (int x = width - 1; x >= 0; x--) {
                    int packed = (argb[y * packedWidth + (x >> bits)] >> 8) & 0xff;
                    int index = (packed >> ((x & ((1 << bits) - 1)) * size)) & ((1 << size) - 1);
                    argb[y * width + x] = index < colours.length ? colours[index] : 0;
                }
            }
        }
    }

    /** Each channel by itself. */
    static int sum(int one, int other) {
        return (((one & 0xff00ff00) + (other & 0xff00ff00)) & 0xff00ff00)
                | (((one & 0x00ff00ff) + (other & 0x00ff00ff)) & 0x00ff00ff);
    }

    private static int clamped(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
