package dev.renderfarm.coordinator.submission;

import dev.renderfarm.coordinator.batch.BatchCommand;

/** Who may open batches. Safe for several threads. */
public interface BatchAdmission {

    /** Everyone may. */
    BatchAdmission OF_ALL = new BatchAdmission() {
        @Override
        public void check(BatchCommand.Submit command) {}

        @Override
        public void opened(BatchCommand.Submit command) {}
    };

    /** @throws dev.renderfarm.coordinator.http.RequestRefusedException if its tenant may not open it now */
    void check(BatchCommand.Submit command);

    /** The broker has the command. */
    void opened(BatchCommand.Submit command);
}
