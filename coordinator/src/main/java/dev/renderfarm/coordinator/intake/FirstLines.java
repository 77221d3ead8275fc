package dev.renderfarm.coordinator.intake;

/**
 * In which line a text was first seen. Holds a 64-bit hash and the line for each text, 12 bytes a slot and at most half
 * of the slots in use: a million texts take 24 to 48 MB whatever their length. Two different texts of a million share a
 * hash with a probability of about 3·10⁻⁸.
 */
final class FirstLines {

    private static final int RELEASED = -1;

    private long[] hashes = new long[1 << 10];
    private int[] lines = new int[1 << 10];
    private int size;

    /** @return the line in which the text was seen before, or 0 if it was not and has now been noted */
    int putIfAbsent(String text, int line) {
        if (2 * size >= hashes.length) {
            grow();
        }
        long key = TextHash.of(text);
        int slot = slot(key);
        if (lines[slot] > 0) {
            return lines[slot];
        }
        size += lines[slot] == RELEASED ? 0 : 1;
        hashes[slot] = key;
        lines[slot] = line;
        return 0;
    }

    /** Lets a later line be the first one with the text, which has been noted. */
    void release(String text) {
        lines[slot(TextHash.of(text))] = RELEASED;
    }

    /** @return the line in which the text was seen, or 0 if it was not */
    int lineOf(String text) {
        return Math.max(0, lines[slot(TextHash.of(text))]);
    }

    private int slot(long key) {
        int slot = (int) key & (hashes.length - 1);
        while (lines[slot] != 0 && hashes[slot] != key) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldLines = lines;
        hashes = new long[2 * oldHashes.length];
        lines = new int[2 * oldLines.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldLines[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                lines[slot] = oldLines[i];
            }
        }
    }
}
