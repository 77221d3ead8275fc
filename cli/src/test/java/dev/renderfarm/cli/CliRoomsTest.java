package dev.renderfarm.cli;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class CliRoomsTest {

    @Test
    void shouldKeepRoomsApart() {
        new RoomRules("cli")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("watch", "progress", "download")
                .roomsAreFreeOf(List.of("api", "watch", "progress", "download"), "picocli..");
    }
}
