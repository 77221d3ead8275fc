package dev.renderfarm.gpuworker.deflate;

/** Deflate's symbols for lengths and distances (RFC 1951, 3.2.5). */
final class Symbols {

    static final int END_OF_BLOCK = 256;
    /** The symbol of the shortest length. */
    static final int FIRST_LENGTH = 257;
    /** Literals, the end of a block and lengths. */
    static final int LITERALS_AND_LENGTHS = 286;

    static final int DISTANCES = 30;
    static final int SHORTEST = 3;
    static final int LONGEST = 258;
    static final int FARTHEST = 1 << 15;

    private static final int LENGTHS = LITERALS_AND_LENGTHS - FIRST_LENGTH;
    private static final int NEAR = 256;
    private static final int FAR_SHIFT = 7;

    private static final byte[] LENGTH_SYMBOLS = new byte[LONGEST + 1];
    private static final byte[] DISTANCE_SYMBOLS = new byte[2 * NEAR];
    private static final int[] LENGTH_BASES = new int[LENGTHS];
    private static final int[] DISTANCE_BASES = new int[DISTANCES];

    static {
        int base = SHORTEST;
        for (int symbol = 0; symbol < LENGTHS - 1; symbol++) {
            LENGTH_BASES[symbol] = base;
            int next = base + (1 << lengthBits(symbol));
            for (; base < next; base++) {
                LENGTH_SYMBOLS[base] = (byte) symbol;
            }
        }
        LENGTH_BASES[LENGTHS - 1] = LONGEST;
        LENGTH_SYMBOLS[LONGEST] = LENGTHS - 1;
        base = 1;
        for (int symbol = 0; symbol < DISTANCES; symbol++) {
            DISTANCE_BASES[symbol] = base;
            int next = base + (1 << distanceBits(symbol));
            for (; base < next; base++) {
                DISTANCE_SYMBOLS[distanceIndex(base)] = (byte) symbol;
            }
        }
    }

    /** Of a length from 3 to 258, counted from 0. */
    static int lengthSymbol(int length) {
        return LENGTH_SYMBOLS[length];
    }

    /** Shortest length of a symbol. */
    static int lengthBase(int symbol) {
        return LENGTH_BASES[symbol];
    }

    /** Extra bits behind a symbol; the longest length has a symbol without any. */
    static int lengthBits(int symbol) {
        return symbol < 8 || symbol == LENGTHS - 1 ? 0 : symbol / 4 - 1;
    }

    /** Of a distance from 1 to 32,768. */
    static int distanceSymbol(int distance) {
        return DISTANCE_SYMBOLS[distanceIndex(distance)];
    }

    /** Shortest distance of a symbol. */
    static int distanceBase(int symbol) {
        return DISTANCE_BASES[symbol];
    }

    /** Extra bits behind a symbol. */
    static int distanceBits(int symbol) {
        return symbol < 4 ? 0 : symbol / 2 - 1;
    }

    /** Symbols of far distances begin at multiples of 128. */
    private static int distanceIndex(int distance) {
        int fromZero = distance - 1;
        return fromZero < NEAR ? fromZero : NEAR + (fromZero >> FAR_SHIFT);
    }

    private Symbols() {}
}
