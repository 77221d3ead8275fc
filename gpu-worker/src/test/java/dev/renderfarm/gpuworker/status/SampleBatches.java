package dev.renderfarm.gpuworker.status;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Status records for tests. */
public final class SampleBatches {

    public static Batch cancelling(BatchId id) {
        return batch(id.value(), BatchStatus.CANCELLING);
    }

    public static Batch paused(BatchId id) {
        return batch(
                id.value(),
                BatchStatus.IN_PROGRESS,
                new WaitingFor(WaitingCode.PAUSED, WaitingCode.PAUSED.description(), SampleTasks.NOW));
    }

    static Batch batch(String id, BatchStatus status) {
        return batch(id, status, null);
    }

    private static Batch batch(String id, BatchStatus status, @Nullable WaitingFor waitingFor) {
        return new Batch(
                new BatchId(id),
                "/v1/images/generations",
                null,
                null,
                new FileId("file-1"),
                "24h",
                status,
                null,
                null,
                SampleTasks.NOW,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new RequestCounts(0, 0, 0),
                Map.of(),
                new FarmProgress(
                        1,
                        0,
                        0,
                        0,
                        0,
                        null,
                        3,
                        null,
                        SampleTasks.NOW,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        waitingFor,
                        null,
                        Activity.NONE));
    }

    private SampleBatches() {}
}
