package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;

/** Takes what is read of an input file, line by line and in its order. */
public interface RowSink {

    /** The next row. What is wrong with it alone stands in it. */
    void row(InputRow row);

    /** Something is wrong with the file as a whole, or so that what follows cannot be told apart any more. */
    void problem(LineError error);

    /**
     * Something was taken, but perhaps not as it was meant. Warnings that are equal but for their line become one, so a
     * message quotes nothing that differs from line to line.
     */
    void warning(LineWarning warning);

    /** False ends the reading. */
    boolean wantsMore();
}
