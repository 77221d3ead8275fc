package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;

/** Takes what is read of an input file, line by line and in its order. */
public interface RowSink {

    void row(InputRow row);

    void problem(LineError error);

    /** False ends the reading. */
    boolean wantsMore();
}
