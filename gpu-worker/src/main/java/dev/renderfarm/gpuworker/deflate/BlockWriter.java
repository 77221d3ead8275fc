package dev.renderfarm.gpuworker.deflate;

/** Writes blocks of deflate: with codes of their own, or stored as they are where that is shorter. */
final class BlockWriter {

    /** So that four literals fit between two moves of the sink. */
    static final int LONGEST_CODE = BitSink.MOST_BITS / 4;

    private static final int BYTES = 256;
    private static final int STORED = 0;
    private static final int OWN_CODES = 2;
    private static final int MOST_STORED = 65_535;
    private static final int STORED_HEADER = 5;
    /** More than the description of two codes ever takes. */
    private static final int MOST_FOR_CODES = 400;

    private static final int LENGTH_BITS = 4;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private final byte[] data;
    private final BitSink out;

    BlockWriter(byte[] data, BitSink out) {
        this.data = data;
        this.out = out;
    }

    /** @param prices hear of the codes */
    void write(Repetitions repetitions, int end, boolean isLast, Prices prices) {
        int[] frequencies = new int[Symbols.LITERALS_AND_LENGTHS];
        int[] distanceFrequencies = new int[Symbols.DISTANCES];
        count(repetitions, end, frequencies, distanceFrequencies);
        HuffmanCode code = HuffmanCode.of(frequencies, LONGEST_CODE);
        HuffmanCode distanceCode = HuffmanCode.of(distanceFrequencies, LONGEST_CODE);
        CodeLengths description = CodeLengths.of(code, distanceCode);
        long bits = description.bits() + bits(frequencies, distanceFrequencies, code, distanceCode);
        int start = repetitions.start();
        if (bits / Byte.SIZE >= end - start + STORED_HEADER) {
            store(start, end, isLast);
        } else {
            out.makeRoom(Math.toIntExact(bits / Byte.SIZE) + MOST_FOR_CODES);
            out.put(isLast ? 1 : 0, 1);
            out.put(OWN_CODES, 2);
            out.moveOn();
            description.write(out);
            encode(repetitions, end, code, distanceCode);
        }
        prices.learnRepetitions(code, distanceCode);
    }

    private void count(Repetitions repetitions, int end, int[] frequencies, int[] distanceFrequencies) {
        int at = repetitions.start();
        for (int i = 0; i < repetitions.size(); i++) {
            int copy = at + repetitions.literalsBefore(i);
            countLiterals(at, copy, frequencies);
            int length = repetitions.length(i);
            frequencies[Symbols.FIRST_LENGTH + Symbols.lengthSymbol(length)]++;
            distanceFrequencies[Symbols.distanceSymbol(repetitions.distance(i))]++;
            at = copy + length;
        }
        countLiterals(at, end, frequencies);
        frequencies[Symbols.END_OF_BLOCK] = 1;
    }

    private void countLiterals(int from, int to, int[] frequencies) {
        for (int i = from; i < to; i++) {
            frequencies[data[i] & 0xFF]++;
        }
    }

    private static long bits(int[] frequencies, int[] distanceFrequencies, HuffmanCode code, HuffmanCode distanceCode) {
        long bits = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            int extra = symbol < Symbols.FIRST_LENGTH ? 0 : Symbols.lengthBits(symbol - Symbols.FIRST_LENGTH);
            bits += (long) frequencies[symbol] * (code.length(symbol) + extra);
        }
        for (int symbol = 0; symbol < distanceFrequencies.length; symbol++) {
            bits += (long) distanceFrequencies[symbol] * (distanceCode.length(symbol) + Symbols.distanceBits(symbol));
        }
        return bits;
    }

    private void encode(Repetitions repetitions, int end, HuffmanCode code, HuffmanCode distanceCode) {
        int[] literals = new int[BYTES];
        for (int symbol = 0; symbol < BYTES; symbol++) {
            literals[symbol] = code.code(symbol) << LENGTH_BITS | code.length(symbol);
        }
        int at = repetitions.start();
        for (int i = 0; i < repetitions.size(); i++) {
            int copy = at + repetitions.literalsBefore(i);
            encodeLiterals(at, copy, literals);
            int length = repetitions.length(i);
            encodeCopy(length, repetitions.distance(i), code, distanceCode);
            at = copy + length;
        }
        encodeLiterals(at, end, literals);
        out.put(code.code(Symbols.END_OF_BLOCK), code.length(Symbols.END_OF_BLOCK));
        out.moveOn();
    }

    private void encodeLiterals(int from, int to, int[] codes) {
        int at = from;
        for (; at + 4 <= to; at += 4) {
            put(codes[data[at] & 0xFF]);
            put(codes[data[at + 1] & 0xFF]);
            put(codes[data[at + 2] & 0xFF]);
            put(codes[data[at + 3] & 0xFF]);
            out.moveOn();
        }
        for (; at < to; at++) {
            put(codes[data[at] & 0xFF]);
        }
        out.moveOn();
    }

    private void put(int codeAndLength) {
        out.put(codeAndLength >>> LENGTH_BITS, codeAndLength & LENGTH_MASK);
    }

    private void encodeCopy(int length, int distance, HuffmanCode code, HuffmanCode distanceCode) {
        int symbol = Symbols.lengthSymbol(length);
        out.put(code.code(Symbols.FIRST_LENGTH + symbol), code.length(Symbols.FIRST_LENGTH + symbol));
        out.put(length - Symbols.lengthBase(symbol), Symbols.lengthBits(symbol));
        int distanceSymbol = Symbols.distanceSymbol(distance);
        out.put(distanceCode.code(distanceSymbol), distanceCode.length(distanceSymbol));
        out.put(distance - Symbols.distanceBase(distanceSymbol), Symbols.distanceBits(distanceSymbol));
        out.moveOn();
    }

    private void store(int start, int end, boolean isLast) {
        int from = start;
        do {
            int length = Math.min(MOST_STORED, end - from);
            out.makeRoom(length + STORED_HEADER);
            out.put(isLast && from + length == end ? 1 : 0, 1);
            out.put(STORED, 2);
            out.align();
            out.put(length, Short.SIZE);
            out.put(~length & MOST_STORED, Short.SIZE);
            out.moveOn();
            out.append(data, from, length);
            from += length;
        } while (from < end);
    }
}
