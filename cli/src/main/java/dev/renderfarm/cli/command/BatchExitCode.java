package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;

/** The exit code that a batch's end stands for. */
final class BatchExitCode {

    /** The batch ended in order, and some of its pictures failed. */
    static final int SOME_FAILED = 10;

    /** The batch goes on: what was finished by now is downloaded. */
    static final int GOES_ON = 11;

    static int of(Batch batch) {
        return switch (batch.status()) {
            case COMPLETED -> batch.requestCounts().failed() == 0 ? 0 : SOME_FAILED;
            case FAILED -> whyFailed(batch).exitCode();
            case CANCELLED -> FailureCode.BATCH_CANCELLED.exitCode();
            case EXPIRED -> FailureCode.BATCH_EXPIRED.exitCode();
            case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> 0;
        };
    }

    private static FailureCode whyFailed(Batch batch) {
        return batch.errors() == null || batch.errors().data().isEmpty()
                ? FailureCode.INVALID_REQUEST
                : batch.errors().data().get(0).code();
    }

    private BatchExitCode() {}
}
