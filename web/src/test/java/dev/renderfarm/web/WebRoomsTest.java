package dev.renderfarm.web;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class WebRoomsTest {

    @Test
    void shouldKeepTheHouseRules() {
        new RoomRules("web").everyRoomSaysWhatItIs().everyLogLineIsFluent();
    }
}
