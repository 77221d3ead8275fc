package dev.renderfarm.modeldistribution.rooms;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ModelDistributionRoomsTest {

    @Test
    void shouldKeepTheRoomsPlain() {
        new RoomRules("modeldistribution")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .everyOtherRoomIsPlain();
    }
}
