package dev.renderfarm.gpuworker.deflate;

import java.util.Arrays;

/** What of a block repeats earlier data; all else is literal. In the order of the data. */
final class Repetitions {

    private static final int FIRST_SIZE = 1024;
    private static final int DISTANCE_BITS = 15;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;

    private int[] literals = new int[FIRST_SIZE];
    private int[] copies = new int[FIRST_SIZE];
    private int size;
    private int start;
    private int end;
    private int copied;

    /** Forgets everything; the next block begins here. */
    void beginAt(int position) {
        start = position;
        end = position;
        size = 0;
        copied = 0;
    }

    void add(int position, int length, int distance) {
        if (size == literals.length) {
            literals = Arrays.copyOf(literals, 2 * size);
            copies = Arrays.copyOf(copies, 2 * size);
        }
        literals[size] = position - end;
        copies[size++] = length << DISTANCE_BITS | (distance - 1);
        end = position + length;
        copied += length;
    }

    int size() {
        return size;
    }

    /** Where the block begins. */
    int start() {
        return start;
    }

    /** Symbols of a block that ends there. */
    int symbols(int blockEnd) {
        return blockEnd - start - copied + size;
    }

    /** How many literals stand before a repetition. */
    int literalsBefore(int index) {
        return literals[index];
    }

    int length(int index) {
        return copies[index] >>> DISTANCE_BITS;
    }

    int distance(int index) {
        return (copies[index] & DISTANCE_MASK) + 1;
    }
}
