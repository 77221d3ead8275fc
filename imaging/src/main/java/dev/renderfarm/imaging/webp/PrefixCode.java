package dev.renderfarm.imaging.webp;

/**
 * A canonical prefix code (RFC 9649, section 3.7.2; RFC 1951, section 3.2.2). Its room is that of the symbols that it has,
 * and of a table of a few bits for its short codes.
 */
final class PrefixCode {

    private static final int LONGEST = 15;
    private static final int TABLE_BITS = 8;
    private static final int LENGTH_AT = 12;
    private static final int SYMBOL = (1 << LENGTH_AT) - 1;

    /** Codes of each length, from 0. */
    private final int[] counts;

    /** By their codes. */
    private final char[] symbols;

    /** By the next bits of the stream: the length of the code that they begin with, and its symbol; 0 where it is longer. */
    private final char[] table;

    private final int tableBits;

    private PrefixCode(int[] counts, char[] symbols, int tableBits, char[] table) {
        this.counts = counts;
        this.symbols = symbols;
        this.tableBits = tableBits;
        this.table = table;
    }

    /**
     * @param lengths bits of the code of each symbol, 0 where it has none
     * @param alphabet how many of them there are, at most 4096
     * @throws dev.renderfarm.imaging.encoded.SourceRefusedException where they make no code
     */
    static PrefixCode of(byte[] lengths, int alphabet) {
        int[] counts = new int[LONGEST + 1];
        int used = 0;
        int longest = 0;
        for (int symbol = 0; symbol < alphabet; symbol++) {
            counts[lengths[symbol]]++;
            if (lengths[symbol] > 0) {
                used++;
                longest = Math.max(longest, lengths[symbol]);
            }
        }
        counts[0] = 0;
        if (used > 1) {
            checkComplete(counts);
        } else if (used == 0) {
            throw WebpSource.damaged("a prefix code without symbols");
        }
        char[] symbols = sorted(lengths, alphabet, counts, used);
        if (used == 1) {
            return new PrefixCode(counts, symbols, 0, new char[0]);
        }
        int tableBits = Math.min(longest, TABLE_BITS);
        return new PrefixCode(counts, symbols, tableBits, table(counts, symbols, tableBits));
    }

    /** The next symbol. A code of a single one takes no bits. */
    int read(LosslessBits in) {
        if (table.length == 0) {
            return symbols[0];
        }
        int entry = table[in.peek(tableBits)];
        if (entry != 0) {
            in.skip(entry >> LENGTH_AT);
            return entry & SYMBOL;
        }
        return readLong(in);
    }

    private int readLong(LosslessBits in) {
        int ahead = in.peek(LONGEST);
        int code = 0;
        int firstCode = 0;
        int firstSymbol = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = (code << 1) | ((ahead >> (length - 1)) & 1);
            firstCode <<= 1;
            if (code - firstCode < counts[length]) {
                in.skip(length);
                return symbols[firstSymbol + code - firstCode];
            }
            firstCode += counts[length];
            firstSymbol += counts[length];
        }
        throw new IllegalStateException("a complete code has none for the bits " + ahead);
    }

    private static void checkComplete(int[] counts) {
        int free = 1;
        for (int length = 1; length <= LONGEST; length++) {
            free = (free << 1) - counts[length];
            if (free < 0) {
                break;
            }
        }
        if (free != 0) {
            throw WebpSource.damaged("a prefix code that is none");
        }
    }

    private static char[] sorted(byte[] lengths, int alphabet, int[] counts, int used) {
        int[] places = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            places[length + 1] = places[length] + counts[length];
        }
        char[] symbols = new char[used];
        for (int symbol = 0; symbol < alphabet; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[places[lengths[symbol]]++] = (char) symbol;
            }
        }
        return symbols;
    }

    private static char[] table(int[] counts, char[] symbols, int bits) {
        char[] table = new char[1 << bits];
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= bits; length++) {
            code <<= 1;
            for (int i = 0; i < counts[length]; i++) {
                int reversed = Integer.reverse(code++) >>> (Integer.SIZE - length);
                for (int at = reversed; at < table.length; at += 1 << length) {
                    table[at] = (char) ((length << LENGTH_AT) | symbols[symbol]);
                }
                symbol++;
            }
        }
        return table;
    }
}
