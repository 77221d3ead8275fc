package dev.renderfarm.gpuworker.deflate;

/**
 * What things cost in bits, by estimate. A literal costs what it would if there were none but literals around: else
 * each repetition that is taken makes literals rare and dear, and so the next one looks cheap though it is not.
 */
final class Prices {

    private static final int BYTES = 256;
    private static final int ABSENT_LITERAL = 14;
    private static final int ABSENT_LENGTH = 10;
    private static final int ABSENT_DISTANCE = 7;
    private static final int FIRST_LENGTH_PRICE = 7;
    private static final int FIRST_DISTANCE_PRICE = 5;

    private final byte[] data;
    /** Price of all literals from the region's begin up to a place. */
    private final int[] literals;

    private final int[] lengths = new int[Symbols.LONGEST + 1];
    private final int[] distances = new int[Symbols.DISTANCES];
    private int start;

    /** @param region most bytes that are priced at once */
    Prices(byte[] data, int region) {
        this.data = data;
        this.literals = new int[region + Symbols.LONGEST + 1];
        for (int length = Symbols.SHORTEST; length <= Symbols.LONGEST; length++) {
            lengths[length] = FIRST_LENGTH_PRICE + Symbols.lengthBits(Symbols.lengthSymbol(length));
        }
        for (int symbol = 0; symbol < distances.length; symbol++) {
            distances[symbol] = FIRST_DISTANCE_PRICE + Symbols.distanceBits(symbol);
        }
    }

    /** Prices the literals of a region and those that a repetition may reach behind it; returns the region's price. */
    int learnLiterals(int from, int to) {
        int[] frequencies = new int[BYTES];
        for (int i = from; i < to; i++) {
            frequencies[data[i] & 0xFF]++;
        }
        HuffmanCode code = HuffmanCode.of(frequencies, BlockWriter.LONGEST_CODE);
        int[] price = new int[BYTES];
        for (int symbol = 0; symbol < BYTES; symbol++) {
            price[symbol] = frequencies[symbol] > 0 ? code.length(symbol) : ABSENT_LITERAL;
        }
        start = from;
        int reach = Math.min(data.length, to + Symbols.LONGEST);
        int sum = 0;
        for (int i = from; i < reach; i++) {
            sum += price[data[i] & 0xFF];
            literals[i - from + 1] = sum;
        }
        return literals[to - from];
    }

    /** Prices lengths and distances as the last block wrote them. */
    void learnRepetitions(HuffmanCode literalsAndLengths, HuffmanCode distanceCode) {
        for (int length = Symbols.SHORTEST; length <= Symbols.LONGEST; length++) {
            int symbol = Symbols.lengthSymbol(length);
            int bits = literalsAndLengths.length(Symbols.FIRST_LENGTH + symbol);
            lengths[length] = (bits == 0 ? ABSENT_LENGTH : bits) + Symbols.lengthBits(symbol);
        }
        for (int symbol = 0; symbol < distances.length; symbol++) {
            int bits = distanceCode.length(symbol);
            distances[symbol] = (bits == 0 ? ABSENT_DISTANCE : bits) + Symbols.distanceBits(symbol);
        }
    }

    /** What a repetition saves against literals; negative where it costs more. */
    int saving(int position, int length, int distance) {
        int from = position - start;
        return literals[from + length] - literals[from] - lengths[length] - distances[Symbols.distanceSymbol(distance)];
    }
}
