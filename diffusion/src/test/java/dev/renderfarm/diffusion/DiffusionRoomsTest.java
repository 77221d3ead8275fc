package dev.renderfarm.diffusion;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffusionRoomsTest {

    private static final RoomRules ROOMS = new RoomRules("diffusion");

    @Test
    void shouldSayOfEveryRoomWhatItIs() {
        ROOMS.everyRoomSaysWhatItIs().roomsAreFreeOfCycles();
    }

    @Test
    void shouldKeepTensorFlowInItsRoom() {
        ROOMS.roomsAreFreeOf(
                List.of("sampling", "network", "tiles"), "org.tensorflow..", "dev.renderfarm.diffusion.tensorflow..");
    }
}
