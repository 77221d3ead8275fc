package dev.renderfarm.endtoend.simulation;

/**
 * What became of the tasks of all batches, as the farm counts.
 *
 * @param failed cancelled ones too
 * @param open not settled when the simulation ended
 * @param missingRows pictures counted as completed of which the output of an ended batch has no row of its own
 */
record Settled(int completed, int failed, int open, int missingRows) {

    static final Settled NOTHING = new Settled(0, 0, 0, 0);

    Settled plus(Settled other) {
        return new Settled(
                completed + other.completed, failed + other.failed, open + other.open, missingRows + other.missingRows);
    }
}
