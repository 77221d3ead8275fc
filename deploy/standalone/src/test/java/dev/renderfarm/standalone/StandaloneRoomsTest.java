package dev.renderfarm.standalone;

import static dev.renderfarm.common.rooms.Edge.BROKER;
import static dev.renderfarm.common.rooms.Edge.COMMAND_LINE;
import static dev.renderfarm.common.rooms.Edge.KAFKA;
import static dev.renderfarm.common.rooms.Edge.SIGNALS;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class StandaloneRoomsTest {

    @Test
    void shouldKeepRoomsApart() {
        new RoomRules("standalone")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .roomIsFreeOf("lifeline", "dev.renderfarm.common..")
                .edge("broker", BROKER, KAFKA)
                .edge("command", COMMAND_LINE)
                .edge("farm", KAFKA)
                .edge("lifeline", SIGNALS)
                .everyOtherRoomIsPlain();
    }
}
