package dev.renderfarm.common.rooms;

import static dev.renderfarm.common.rooms.Edge.IMAGES;
import static dev.renderfarm.common.rooms.Edge.JSON;

import org.junit.jupiter.api.Test;

class CommonRoomsTest {

    @Test
    void shouldKeepTheContractPlain() {
        new RoomRules("common")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("thumbnail", IMAGES)
                .edge("wire", JSON)
                .everyOtherRoomIsPlain();
    }
}
