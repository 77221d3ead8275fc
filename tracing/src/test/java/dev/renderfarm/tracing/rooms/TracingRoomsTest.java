package dev.renderfarm.tracing.rooms;

import static dev.renderfarm.common.rooms.Edge.TRACES;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class TracingRoomsTest {

    @Test
    void shouldKeepTheSpansInTheirRoom() {
        new RoomRules("tracing")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("span", TRACES)
                .everyOtherRoomIsPlain();
    }
}
