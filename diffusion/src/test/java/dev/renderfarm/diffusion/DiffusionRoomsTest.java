package dev.renderfarm.diffusion;

import static dev.renderfarm.common.rooms.Edge.JSON;
import static dev.renderfarm.common.rooms.Edge.TENSORFLOW;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class DiffusionRoomsTest {

    @Test
    void shouldKeepTensorFlowAndJsonInTheirRooms() {
        new RoomRules("diffusion")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("safetensors", JSON)
                .edge("tensorflow", TENSORFLOW)
                .everyOtherRoomIsPlain();
    }
}
