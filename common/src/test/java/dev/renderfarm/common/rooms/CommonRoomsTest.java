package dev.renderfarm.common.rooms;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommonRoomsTest {

    @Test
    void shouldKeepTheContractPlain() {
        new RoomRules("common")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOf(
                        List.of("id", "failure", "task", "batch", "worker", "model", "topic", "storage"),
                        "com.fasterxml.jackson.databind..",
                        "org.apache.kafka..",
                        "io.quarkus..",
                        "io.minio..",
                        "org.tensorflow..");
    }
}
