package dev.renderfarm.gpuworker.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Looks for repetitions that are worth their price, region after region. Places whose first bytes have the same hash
 * hang in a chain, the nearest first. Noise has next to no repetitions, so the longer none is found, the fewer places
 * are looked at; and how many candidates are compared follows from how many the region before took.
 */
final class RepetitionFinder {

    static final int REGION = 1 << 15;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 15;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final int WINDOW_MASK = Symbols.FARTHEST - 1;
    private static final int FEWEST_HASHED = 4;
    /** Bits that a repetition costs at least, about: what is hashed is worth as much. */
    private static final int LEAST_PRICE = 18;

    private final byte[] data;
    private final Effort effort;
    private final Prices prices;
    private final int hashable;
    private final int[] newest = new int[1 << HASH_BITS];
    private final int[] older = new int[Symbols.FARTHEST];
    private int depth;
    private int hashShift;
    private int comparisons;
    private int foundLength;
    private int foundDistance;

    RepetitionFinder(byte[] data, Effort effort, Prices prices) {
        this.data = data;
        this.effort = effort;
        this.prices = prices;
        this.hashable = data.length - Long.BYTES;
        this.depth = effort.deepest();
        Arrays.fill(newest, -1);
    }

    /** Adds what a region repeats; returns where the next one begins. */
    int find(int from, Repetitions found) {
        int to = Math.min(data.length, from + REGION);
        hashWhatIsWorthIt(prices.learnLiterals(from, to), to - from);
        comparisons = 0;
        boolean lazy = depth >= effort.lazyDepth();
        int stop = Math.min(to, hashable);
        int position = from;
        int misses = 0;
        while (position < stop) {
            int saving = best(position);
            if (saving <= 0) {
                position += 1 + Math.min(misses++ >> effort.patience(), effort.longestSkip());
                continue;
            }
            misses = 0;
            if (lazy) {
                position = later(position, stop, saving);
            }
            found.add(position, foundLength, foundDistance);
            remember(position + 1, position + foundLength);
            position += foundLength;
        }
        depth = nextDepth();
        return Math.max(position, to) >= hashable ? data.length : Math.max(position, to);
    }

    /** So many bytes that a repetition of them may save something. */
    private void hashWhatIsWorthIt(int price, int bytes) {
        int hashed = (int) (((long) LEAST_PRICE * bytes + price - 1) / Math.max(1, price));
        hashShift = Long.SIZE - Byte.SIZE * Math.max(FEWEST_HASHED, Math.min(Long.BYTES, hashed));
    }

    private int nextDepth() {
        long affordable = (long) depth * effort.comparisonsPerRegion() / Math.max(1, comparisons);
        return (int) Math.max(1, Math.min(effort.deepest(), affordable));
    }

    /** Moves on as long as the next place saves more. */
    private int later(int first, int stop, int firstSaving) {
        int position = first;
        int saving = firstSaving;
        while (foundLength < effort.longEnough() && position + 1 < stop) {
            int length = foundLength;
            int distance = foundDistance;
            int next = best(position + 1);
            if (next <= saving) {
                foundLength = length;
                foundDistance = distance;
                return position;
            }
            saving = next;
            position++;
        }
        return position;
    }

    /** What the best repetition at a place saves; its length and distance are in the fields where it saves any. */
    private int best(int position) {
        long ahead = (long) LONGS.get(data, position);
        int hash = hash(ahead);
        int candidate = newest[hash];
        older[position & WINDOW_MASK] = candidate;
        newest[hash] = position;
        int oldest = Math.max(0, position - Symbols.FARTHEST);
        int saving = 0;
        int longest = FEWEST_HASHED - 1;
        int left = depth;
        for (; left > 0 && candidate >= oldest; left--) {
            int length = common(candidate, position, ahead);
            if (length > longest) {
                longest = length;
                int saved = prices.saving(position, length, position - candidate);
                if (saved > saving) {
                    saving = saved;
                    foundLength = length;
                    foundDistance = position - candidate;
                }
                if (length >= effort.longEnough()) {
                    break;
                }
            }
            int next = older[candidate & WINDOW_MASK];
            if (next >= candidate) {
                break;
            }
            candidate = next;
        }
        comparisons += depth - left;
        return saving;
    }

    private void remember(int from, int to) {
        int end = Math.min(to, hashable);
        for (int position = from; position < end; position++) {
            int hash = hash((long) LONGS.get(data, position));
            if (newest[hash] < position) {
                older[position & WINDOW_MASK] = newest[hash];
                newest[hash] = position;
            }
        }
    }

    private int hash(long ahead) {
        return (int) ((ahead << hashShift) * HASH_FACTOR >>> (Long.SIZE - HASH_BITS));
    }

    private int common(int earlier, int position, long ahead) {
        long difference = ahead ^ (long) LONGS.get(data, earlier);
        if (difference != 0) {
            return Long.numberOfTrailingZeros(difference) >> 3;
        }
        int most = Math.min(Symbols.LONGEST, data.length - position);
        int length = Long.BYTES;
        while (length + Long.BYTES <= most) {
            difference = (long) LONGS.get(data, earlier + length) ^ (long) LONGS.get(data, position + length);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >> 3);
            }
            length += Long.BYTES;
        }
        while (length < most && data[earlier + length] == data[position + length]) {
            length++;
        }
        return length;
    }
}
