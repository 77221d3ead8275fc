package dev.renderfarm.gpuworker.rooms;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuWorkerRoomsTest {

    private static final String[] EDGES = {
        "org.apache.kafka..",
        "org.tensorflow..",
        "dev.renderfarm.diffusion.tensorflow..",
        "io.minio..",
        "io.quarkus..",
        "io.smallrye..",
        "jakarta..",
        "io.micrometer..",
        "picocli.."
    };

    @Test
    void shouldKeepTheRoomsApart() {
        new RoomRules("gpuworker")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("claim", "png", "render", "report", "status", "store")
                .roomsAreFreeOf(List.of("backoff", "stage", "render", "png", "store", "slot"), EDGES);
    }
}
