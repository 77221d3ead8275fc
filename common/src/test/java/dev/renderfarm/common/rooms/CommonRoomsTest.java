package dev.renderfarm.common.rooms;

import static dev.renderfarm.common.rooms.Edge.JSON;

import org.junit.jupiter.api.Test;

class CommonRoomsTest {

    @Test
    void shouldKeepTheContractPlain() {
        new RoomRules("common")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("wire", JSON)
                .everyOtherRoomIsPlain();
    }
}
