package dev.renderfarm.provenance.rooms;

import static dev.renderfarm.common.rooms.Edge.CRYPTOGRAPHY;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ProvenanceRoomsTest {

    @Test
    void shouldKeepReadingFreeOfWhatSigningNeeds() {
        new RoomRules("provenance")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .edge("credential", CRYPTOGRAPHY)
                .everyOtherRoomIsPlain();
    }
}
