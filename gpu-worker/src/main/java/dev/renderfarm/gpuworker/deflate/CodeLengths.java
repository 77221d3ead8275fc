package dev.renderfarm.gpuworker.deflate;

/** The description of a block's two codes in front of it (RFC 1951, 3.2.7). */
final class CodeLengths {

    private static final int LONGEST_CODE = 7;
    /** The length before, 3 to 6 times. */
    private static final int AGAIN = 16;
    /** 3 to 10 symbols without a code. */
    private static final int SOME_ABSENT = 17;
    /** 11 to 138 symbols without a code. */
    private static final int MANY_ABSENT = 18;

    private static final int[] REPEAT_BITS = {2, 3, 7};
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int FEWEST_ORDERED = 4;
    private static final int COUNTS_BITS = 5 + 5 + 4;
    private static final int ORDERED_BITS = 3;

    private final int literalsAndLengths;
    private final int distances;
    private final int[] symbols;
    private final int[] repeats;
    private final int[] frequencies = new int[ORDER.length];
    private int size;
    private final HuffmanCode code;

    private CodeLengths(HuffmanCode literalsAndLengthsCode, HuffmanCode distanceCode) {
        literalsAndLengths = literalsAndLengthsCode.symbols(Symbols.FIRST_LENGTH);
        distances = distanceCode.symbols(1);
        int[] lengths = new int[literalsAndLengths + distances];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = i < literalsAndLengths
                    ? literalsAndLengthsCode.length(i)
                    : distanceCode.length(i - literalsAndLengths);
        }
        symbols = new int[lengths.length];
        repeats = new int[lengths.length];
        for (int from = 0; from < lengths.length; ) {
            int to = from + 1;
            while (to < lengths.length && lengths[to] == lengths[from]) {
                to++;
            }
            addRun(lengths[from], to - from);
            from = to;
        }
        code = HuffmanCode.of(frequencies, LONGEST_CODE);
    }

    static CodeLengths of(HuffmanCode literalsAndLengths, HuffmanCode distances) {
        return new CodeLengths(literalsAndLengths, distances);
    }

    /** How many bits it takes. */
    long bits() {
        long bits = COUNTS_BITS + (long) ORDERED_BITS * ordered();
        for (int i = 0; i < size; i++) {
            bits += code.length(symbols[i]) + repeatBits(symbols[i]);
        }
        return bits;
    }

    void write(BitSink out) {
        int ordered = ordered();
        out.put(literalsAndLengths - Symbols.FIRST_LENGTH, 5);
        out.put(distances - 1, 5);
        out.put(ordered - FEWEST_ORDERED, 4);
        for (int i = 0; i < ordered; i++) {
            out.moveOn();
            out.put(code.length(ORDER[i]), ORDERED_BITS);
        }
        for (int i = 0; i < size; i++) {
            out.moveOn();
            out.put(code.code(symbols[i]), code.length(symbols[i]));
            out.put(repeats[i], repeatBits(symbols[i]));
        }
        out.moveOn();
    }

    private int ordered() {
        int ordered = ORDER.length;
        while (ordered > FEWEST_ORDERED && code.length(ORDER[ordered - 1]) == 0) {
            ordered--;
        }
        return ordered;
    }

    private static int repeatBits(int symbol) {
        return symbol < AGAIN ? 0 : REPEAT_BITS[symbol - AGAIN];
    }

    private void addRun(int length, int count) {
        int left = count;
        if (length == 0) {
            for (; left >= 11; left -= Math.min(left, 138)) {
                add(MANY_ABSENT, Math.min(left, 138) - 11);
            }
            if (left >= 3) {
                add(SOME_ABSENT, left - 3);
                left = 0;
            }
        } else {
            add(length, 0);
            left--;
            for (; left >= 3; left -= Math.min(left, 6)) {
                add(AGAIN, Math.min(left, 6) - 3);
            }
        }
        for (; left > 0; left--) {
            add(length, 0);
        }
    }

    private void add(int symbol, int repeat) {
        symbols[size] = symbol;
        repeats[size++] = repeat;
        frequencies[symbol]++;
    }
}
