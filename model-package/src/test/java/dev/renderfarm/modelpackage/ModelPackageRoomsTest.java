package dev.renderfarm.modelpackage;

import dev.renderfarm.common.rooms.RoomRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPackageRoomsTest {

    @Test
    void shouldKeepTheNativeTokenizerInItsRoom() {
        new RoomRules("modelpackage")
                .everyRoomSaysWhatItIs()
                .roomsAreFreeOfCycles()
                .roomsAreFreeOf(List.of("folder"), "ai.djl..", "org.tensorflow..", "io.quarkus..");
    }
}
