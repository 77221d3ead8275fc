package dev.renderfarm.gpuworker.rooms;

import static dev.renderfarm.common.rooms.Edge.IMAGES;
import static dev.renderfarm.common.rooms.Edge.KAFKA;
import static dev.renderfarm.common.rooms.Edge.METERS;
import static dev.renderfarm.common.rooms.Edge.NATIVE;
import static dev.renderfarm.common.rooms.Edge.QUARKUS;
import static dev.renderfarm.common.rooms.Edge.S3;
import static dev.renderfarm.common.rooms.Edge.TENSORFLOW;
import static dev.renderfarm.common.rooms.Edge.TRACES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.documents.RoomMap;
import dev.renderfarm.common.rooms.RoomRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GpuWorkerRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("gpuworker");

    @Test
    void shouldKeepTheRoomsApart() {
        ROOMS.everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("claim", "jpeg", "png", "render", "report", "status", "store", "webp");
    }

    @Test
    void shouldKeepTheFlowAwayFromTheEdges() {
        ROOMS.edge("bench", TENSORFLOW)
                .edge("claim", KAFKA)
                .edge("drain", QUARKUS, KAFKA)
                .edge("farm", QUARKUS, KAFKA)
                .edge("hardware", NATIVE)
                .edge("jpeg", IMAGES)
                .edge("message", KAFKA)
                .edge("report", QUARKUS, KAFKA)
                .edge("status", QUARKUS, KAFKA)
                .edge("tensorflow", TENSORFLOW)
                .edge("webp", IMAGES)
                .edge("worker", QUARKUS, METERS, TRACES, S3, TENSORFLOW)
                .everyOtherRoomIsPlain();
    }

    @Test
    void shouldBeDrawnInTheArchitectureAsTheyAre() throws IOException {
        assertThat(RoomMap.drawn("gpu-worker/"))
                .as("rooms and their numbers of classes in docs/architecture.md")
                .isEqualTo(RoomMap.built("gpu-worker/src/main/java/dev/renderfarm/gpuworker"));
    }
}
