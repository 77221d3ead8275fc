package dev.renderfarm.standalone;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandaloneRoomsTest {

    @Test
    void shouldKeepRoomsApart() {
        new RoomRules("standalone")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsAreFreeOf(List.of("lifeline"), "dev.renderfarm.common..", "org.apache.kafka..", "com.fasterxml..")
                .roomsAreFreeOf(List.of("process", "layout", "command"), "org.apache.kafka..", "kafka..")
                .roomsAreFreeOf(List.of("farm"), "kafka..");
    }
}
