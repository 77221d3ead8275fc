package dev.renderfarm.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever a record's value is, it is read or refused by name; and what was read is read again as the same from what is
 * written of it. The first byte chooses the type. For {@code scripts/fuzz}.
 */
public final class RecordFuzz {

    private static final List<Class<?>> TYPES = List.of(
            RenderTask.class,
            TaskResult.class,
            Batch.class,
            WorkerHeartbeat.class,
            DrainRequest.class,
            ModelManifest.class);

    /** Called for each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Class<?> type = TYPES.get(Math.floorMod(input[0], TYPES.size()));
        Object read;
        try {
            read = Json.read(Arrays.copyOfRange(input, 1, input.length), type);
        } catch (MalformedJsonException e) {
            return;
        }
        assertThat(Json.string(Json.read(Json.bytes(read), type))).isEqualTo(Json.string(read));
    }

    private RecordFuzz() {}
}
