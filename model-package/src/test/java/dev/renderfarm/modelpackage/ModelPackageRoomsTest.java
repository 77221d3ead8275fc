package dev.renderfarm.modelpackage;

import static dev.renderfarm.common.rooms.Edge.JSON;
import static dev.renderfarm.common.rooms.Edge.TOKENIZER;

import dev.renderfarm.common.rooms.RoomRules;
import org.junit.jupiter.api.Test;

class ModelPackageRoomsTest {

    @Test
    void shouldKeepTheNativeTokenizerInItsRoom() {
        new RoomRules("modelpackage")
                .everyRoomSaysWhatItIs()
                .everyLogLineIsFluent()
                .roomsAreFreeOfCycles()
                .edge("folder", JSON)
                .edge("tokenizer", TOKENIZER)
                .everyOtherRoomIsPlain();
    }
}
