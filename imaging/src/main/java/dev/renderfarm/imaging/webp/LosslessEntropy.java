package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The pixels of a lossless stream as they are coded: prefix codes, back references and a cache of colours (RFC 9649,
 * sections 3.5 and 3.7). Has no more codes than blocks of the picture use, and refuses those that use more than any encoder does.
 */
final class LosslessEntropy {

    /** The encoder of libwebp makes up to 2600. */
    private static final int MOST_GROUPS = 4096;

    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MOST_CACHE_BITS = 11;

    /** Distances up to here are places around the pixel. */
    private static final int PLACES = 120;

    private static final int HASH = 0x1e35a7bd;
    private static final List<int[]> AROUND = around();

    /** The five codes of a block; that of green has lengths and cached colours too. */
    private record Group(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {}

    private final LosslessBits in;
    private final int width;
    private final int height;
    private int cacheBits;
    private int[] cache = {};
    private int blockBits = 31;
    private int blocksAcross = 1;

    /** The group of each block. */
    private int[] blocks = {0};

    private Group[] groups = {};

    private LosslessEntropy(LosslessBits in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /** A picture that belongs to another one, such as the parameters of a transform. */
    static int[] readPart(LosslessBits in, int width, int height) {
        int[] argb = new int[Math.multiplyExact(width, height)];
        LosslessEntropy entropy = new LosslessEntropy(in, width, height);
        entropy.readCache();
        entropy.readGroups(1);
        entropy.readPixels(argb);
        return argb;
    }

    /** The picture itself, into the first places. */
    static void readMain(LosslessBits in, int width, int height, int[] argb) {
        LosslessEntropy entropy = new LosslessEntropy(in, width, height);
        entropy.readCache();
        entropy.readGroups(in.readFlag() ? entropy.readBlocks() : 1);
        entropy.readPixels(argb);
    }

    private void readCache() {
        if (in.readFlag()) {
            cacheBits = in.read(4);
            if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
                throw WebpSource.damaged("a cache of " + cacheBits + " bits");
            }
            cache = new int[1 << cacheBits];
        }
    }

    /** How many groups of codes come next. */
    private int readBlocks() {
        blockBits = in.read(3) + 2;
        blocksAcross = across(width, blockBits);
        blocks = readPart(in, blocksAcross, across(height, blockBits));
        int count = 0;
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = (blocks[i] >>> Byte.SIZE) & 0xffff;
            count = Math.max(count, blocks[i] + 1);
        }
        return count;
    }

    private void readGroups(int count) {
        int greens = LITERALS + LENGTHS + cache.length;
        PrefixCodeReader codes = new PrefixCodeReader(in, greens);
        int[] places = places(count);
        for (int i = 0; i < count; i++) {
            Group group = new Group(
                    codes.read(greens),
                    codes.read(LITERALS),
                    codes.read(LITERALS),
                    codes.read(LITERALS),
                    codes.read(DISTANCES));
            if (places[i] >= 0) {
                groups[places[i]] = group;
            }
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = places[blocks[i]];
        }
    }

    /** Where each group is kept; -1 where no block uses it. Makes room for those that are. */
    private int[] places(int count) {
        int[] places = new int[count];
        for (int block : blocks) {
            places[block] = 1;
        }
        int used = 0;
        for (int i = 0; i < count; i++) {
            places[i] = places[i] == 0 ? -1 : used++;
        }
        if (used > MOST_GROUPS) {
            throw new SourceRefusedException(
                    SourceFault.UNSUPPORTED, "the WebP has more than " + MOST_GROUPS + " groups of prefix codes");
        }
        groups = new Group[used];
        return places;
    }

    private void readPixels(int[] argb) {
        int end = width * height;
        int at = 0;
        int mask = (1 << blockBits) - 1;
        Group group = groups[blocks[0]];
        int x = 0;
        int y = 0;
        boolean moved = true;
        while (at < end) {
            if (moved || (x & mask) == 0) {
                group = groups[blocks[(y >> blockBits) * blocksAcross + (x >> blockBits)]];
                moved = false;
            }
            int symbol = group.green().read(in);
            int length = 1;
            if (symbol < LITERALS) {
                int red = group.red().read(in);
                int blue = group.blue().read(in);
                int alpha = group.alpha().read(in);
                argb[at] = (alpha << 24) | (red << 16) | (symbol << 8) | blue;
                remember(argb[at]);
            } else if (symbol < LITERALS + LENGTHS) {
                length = number(symbol - LITERALS);
                int distance = distance(number(group.distance().read(in)));
                copy(argb, at, distance, length, end);
                moved = true;
            } else {
                argb[at] = cache[symbol - LITERALS - LENGTHS];
                remember(argb[at]);
            }
            at += length;
            x += length;
            if (x >= width) {
                y += x / width;
                x %= width;
                moved = true;
            }
        }
    }

    private void copy(int[] argb, int at, int distance, int length, int end) {
        if (distance > at || length > end - at) {
            throw WebpSource.damaged("a reference to pixels that there are not");
        }
        for (int i = at; i < at + length; i++) {
            argb[i] = argb[i - distance];
            remember(argb[i]);
        }
    }

    private void remember(int argb) {
        if (cacheBits > 0) {
            cache[(HASH * argb) >>> (Integer.SIZE - cacheBits)] = argb;
        }
    }

    /** A length, or a distance, of which the symbol tells the size. */
    private int number(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int bits = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << bits) + in.read(bits) + 1;
    }

    private int distance(int code) {
        if (code > PLACES) {
            return code - PLACES;
        }
        int[] place = AROUND.get(code - 1);
        return Math.max(1, place[0] + place[1] * width);
    }

    static int across(int pixels, int bits) {
        return (pixels + (1 << bits) - 1) >> bits;
    }

    /**
     * How far to the left and above places are, as distances count them: nearest first, those above before those beside,
     * left before right.
     */
    private static List<int[]> around() {
        List<int[]> places = new ArrayList<>();
        for (int above = 0; above < 8; above++) {
            for (int left = above == 0 ? 1 : -7; left <= 8; left++) {
                places.add(new int[] {left, above});
            }
        }
        places.sort(Comparator.<int[]>comparingInt(place -> place[0] * place[0] + place[1] * place[1])
                .thenComparingInt(place -> Math.abs(place[0]))
                .thenComparingInt(place -> -place[0]));
        return List.copyOf(places);
    }
}
