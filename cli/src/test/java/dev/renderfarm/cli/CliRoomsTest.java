package dev.renderfarm.cli;

import static dev.renderfarm.common.rooms.Edge.COMMAND_LINE;
import static dev.renderfarm.common.rooms.Edge.CSV;
import static dev.renderfarm.common.rooms.Edge.IMAGES;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class CliRoomsTest {

    @Test
    void shouldKeepRoomsApart() {
        new RoomRules("cli")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomsDoNotSeeEachOther("watch", "progress", "download", "verify")
                .edge("command", COMMAND_LINE)
                .edge("download", CSV, IMAGES)
                .everyOtherRoomIsPlain();
    }
}
