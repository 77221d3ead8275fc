package dev.renderfarm.gpuworker.deflate;

import java.util.Arrays;

/**
 * A prefix code for symbols of given frequencies, in deflate's canonical form (RFC 1951, 3.2.2). Symbols that do not
 * occur have no code, but there are always two codes at least, so that every decoder takes it.
 */
final class HuffmanCode {

    private static final int SYMBOL_BITS = 16;
    private static final int SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;
    private static final int DEEPEST_TREE = 64;

    private final int[] lengths;
    private final int[] codes;

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        this.codes = canonical(lengths);
    }

    /** @param longest most bits of a code; 2 to its power is no less than the number of symbols */
    static HuffmanCode of(int[] frequencies, int longest) {
        long[] used = new long[frequencies.length];
        int count = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] > 0) {
                used[count++] = (long) frequencies[symbol] << SYMBOL_BITS | symbol;
            }
        }
        int[] lengths = new int[frequencies.length];
        if (count < 2) {
            int only = count == 0 ? 0 : (int) (used[0] & SYMBOL_MASK);
            lengths[only] = 1;
            lengths[only == 0 ? 1 : 0] = 1;
            return new HuffmanCode(lengths);
        }
        Arrays.sort(used, 0, count);
        int[] perLength = limited(perLength(used, count), longest);
        int next = 0;
        for (int length = longest; length > 0; length--) {
            for (int k = perLength[length]; k > 0; k--) {
                lengths[(int) (used[next++] & SYMBOL_MASK)] = length;
            }
        }
        return new HuffmanCode(lengths);
    }

    /** Bits of a symbol's code; 0 where it has none. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** As it is written, its first bit lowest. */
    int code(int symbol) {
        return codes[symbol];
    }

    /** How many symbols are left without those at the end that have no code; at least some. */
    int symbols(int least) {
        int symbols = lengths.length;
        while (symbols > least && lengths[symbols - 1] == 0) {
            symbols--;
        }
        return symbols;
    }

    /** How many codes of each length Huffman's tree has. Rare symbols come first; leaves come before nodes. */
    private static int[] perLength(long[] used, int leaves) {
        int nodes = 2 * leaves - 1;
        long[] weights = new long[nodes];
        for (int i = 0; i < leaves; i++) {
            weights[i] = used[i] >> SYMBOL_BITS;
        }
        int[] parents = new int[nodes];
        int leaf = 0;
        int inner = leaves;
        for (int node = leaves; node < nodes; node++) {
            for (int child = 0; child < 2; child++) {
                boolean takesLeaf = leaf < leaves && (inner == node || weights[leaf] <= weights[inner]);
                int taken = takesLeaf ? leaf++ : inner++;
                weights[node] += weights[taken];
                parents[taken] = node;
            }
        }
        int[] perLength = new int[DEEPEST_TREE];
        int[] depths = new int[nodes];
        for (int node = nodes - 2; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
            if (node < leaves) {
                perLength[depths[node]]++;
            }
        }
        return perLength;
    }

    /** Codes that are too long are shortened, and others are lengthened until they all fit again. */
    private static int[] limited(int[] perLength, int longest) {
        for (int length = longest + 1; length < perLength.length; length++) {
            perLength[longest] += perLength[length];
            perLength[length] = 0;
        }
        int taken = 0;
        for (int length = 1; length <= longest; length++) {
            taken += perLength[length] << (longest - length);
        }
        for (; taken > 1 << longest; taken--) {
            int length = longest - 1;
            while (perLength[length] == 0) {
                length--;
            }
            perLength[longest]--;
            perLength[length]--;
            perLength[length + 1] += 2;
        }
        return perLength;
    }

    private static int[] canonical(int[] lengths) {
        int[] next = new int[Short.SIZE + 1];
        for (int length : lengths) {
            if (length > 0) {
                next[length + 1]++;
            }
        }
        for (int length = 1; length < next.length; length++) {
            next[length] = (next[length] + next[length - 1]) << 1;
        }
        int[] codes = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
            }
        }
        return codes;
    }
}
